/**
 * Reading content into blocks. Workers take <em>batches</em>, of small files that share blocks or of one larger file;
 * chunks that are stored already are referred to.
 */
@NullMarked
package dev.holdfast.core.backup.content;

import org.jspecify.annotations.NullMarked;
