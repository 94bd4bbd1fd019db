/** The <em>null cipher</em>, for repositories that are not encrypted. */
@NullMarked
package dev.holdfast.core.cipher;

import org.jspecify.annotations.NullMarked;
