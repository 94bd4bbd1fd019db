/**
 * Reaching what lies below a root without leaving it, whoever changes the tree meanwhile: {@linkplain
 * dev.holdfast.core.descent.HeldDirectories directories} are held on to and walked name by name, and a {@linkplain
 * dev.holdfast.core.descent.HeldPath held path} leads into one of them for as long as it is open.
 */
@NullMarked
package dev.holdfast.core.descent;

import org.jspecify.annotations.NullMarked;
