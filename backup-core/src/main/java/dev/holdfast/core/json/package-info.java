/**
 * JSON as the repository's objects and pages use it: single objects, and <em>JSON lines</em>, one object a line. Codecs
 * pull and push members one by one; no tree is built.
 */
@NullMarked
package dev.holdfast.core.json;

import org.jspecify.annotations.NullMarked;
