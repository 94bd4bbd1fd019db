/** What an application calls: an open repository, its snapshots, and the operations on them. */
@NullMarked
package dev.holdfast.api;

import org.jspecify.annotations.NullMarked;
