package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Settings that do not fit together, with the keys, or with the repository: nobody to seal for, an expired recipient, a
 * volume size that the memory cannot hold, a directory that is no repository. Nothing was changed.
 */
public final class ConfigurationException extends BackupException {

    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        this(message, null);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
