/**
 * What can go wrong, as unchecked exceptions under one sealed root.
 *
 * <p>A message says what was tried, on which object, what was expected and found, and what to do. It never holds a
 * secret. What single files failed with, and what a check found, is not an exception but a value in the run's result;
 * who wants all to be well asks the result, and gets an {@link dev.holdfast.api.error.IncompleteException} then.
 *
 * <p>What a program does with them:
 *
 * <ul>
 *   <li>try again later: {@link dev.holdfast.api.error.StorageException}, unless it
 *       {@linkplain dev.holdfast.api.error.StorageException#isPermanent() is permanent}, and
 *       {@link dev.holdfast.api.error.CommitStateUnknownException}; the engine has repeated what may be repeated at
 *       once;
 *   <li>try again, with a new plan if there was one: {@link dev.holdfast.api.error.ConcurrentWriterException};
 *   <li>tell whoever set it up: {@link dev.holdfast.api.error.ConfigurationException},
 *       {@link dev.holdfast.api.error.FormatException}, {@link dev.holdfast.api.error.NotFoundException}, a permanent
 *       {@link dev.holdfast.api.error.StorageException};
 *   <li>ask for another key or passphrase: {@link dev.holdfast.api.error.KeyException};
 *   <li>ask for readable copies, or wait for them: {@link dev.holdfast.api.error.FrozenException};
 *   <li>sound the alarm: {@link dev.holdfast.api.error.IntegrityException};
 *   <li>look at what its result lists: {@link dev.holdfast.api.error.IncompleteException};
 *   <li>end: {@link dev.holdfast.api.error.CancelledException}.
 * </ul>
 */
@NullMarked
package dev.holdfast.api.error;

import org.jspecify.annotations.NullMarked;
