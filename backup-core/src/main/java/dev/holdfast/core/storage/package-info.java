/**
 * Storages that need nothing but the JDK.
 *
 * <p>A store's <em>root</em> is the directory below which objects are files. An object is <em>staged</em> as a file
 * that no key can name, and becomes visible when that file gets the object's name.
 */
@NullMarked
package dev.holdfast.core.storage;

import org.jspecify.annotations.NullMarked;
