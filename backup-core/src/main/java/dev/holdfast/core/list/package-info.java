/**
 * Lists as records and manifests hold them: items in the order of their names, the last ones inline and all others in
 * <em>pages</em>, which are objects named by their hash. Lists that have a stretch in common share its pages.
 */
@NullMarked
package dev.holdfast.core.list;

import org.jspecify.annotations.NullMarked;
