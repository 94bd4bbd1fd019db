/**
 * Which snapshots stay: <em>rules</em> make a policy, a policy and the <em>candidates</em> of a roster make a plan, and
 * a <em>removal</em> carries it out.
 */
@NullMarked
package dev.holdfast.core.retention;

import org.jspecify.annotations.NullMarked;
