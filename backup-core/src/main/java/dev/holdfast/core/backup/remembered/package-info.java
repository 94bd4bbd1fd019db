/** What runs find out and remember for the next ones, in the local state. */
@NullMarked
package dev.holdfast.core.backup.remembered;

import org.jspecify.annotations.NullMarked;
