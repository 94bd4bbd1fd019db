package dev.holdfast.examples.command.settings;

import dev.holdfast.api.backup.Backup;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;

/** Reads tags. */
public final class TagStrings {

    private TagStrings() {}

    /** @throws UsageException if no snapshot can have it as a tag; the message names the option */
    public static String tag(Option option, String text) {
        try {
            Backup.requireTag(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new UsageException(option.longName() + ": " + e.getMessage());
        }
    }
}
