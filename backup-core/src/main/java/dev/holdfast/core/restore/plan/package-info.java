/**
 * What a restore shall do, and what it would take: <em>settings</em> are what was asked for, a <em>choice</em> is one
 * chosen entry and where it goes, a <em>survey</em> finds the volumes that must be read, and <em>thawing</em> makes
 * those readable that lie in an archive class.
 */
@NullMarked
package dev.holdfast.core.restore.plan;

import org.jspecify.annotations.NullMarked;
