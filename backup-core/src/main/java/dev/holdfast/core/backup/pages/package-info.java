/**
 * What is remembered of the pages of a listing: by which attributes of its entries a page is known to be unchanged, and
 * what it adds to a snapshot, so that a page of which the sources show nothing new need not be read.
 */
@NullMarked
package dev.holdfast.core.backup.pages;

import org.jspecify.annotations.NullMarked;
