/**
 * The catalog: the sealed part of a snapshot. A <em>listing</em> holds the entries in path order, cut into <em>pages</em>; pages are
 * chunks in blocks of the catalog's own stream, and a <em>tree</em> of references leads to them. An entry carries its
 * content's places.
 */
@NullMarked
package dev.holdfast.core.catalog;

import org.jspecify.annotations.NullMarked;
