package dev.holdfast.examples.command.settings;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.selection.Glob;
import dev.holdfast.api.selection.ListSeparator;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.CommandLine.Given;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import java.time.Clock;

/** Makes a selection of the options that choose entries, in their order. */
public final class SelectionOptions {

    private final CommandLine line;
    private final Clock clock;
    private final ListSeparator separator;

    /** @param clock its zone is the one of times that name none */
    public SelectionOptions(CommandLine line, Clock clock) {
        this.line = line;
        this.clock = clock;
        this.separator = line.has(Option.NULL_SEPARATOR) ? ListSeparator.NUL : ListSeparator.NEWLINE;
    }

    /** @throws UsageException if a rule cannot be understood; the message names its option */
    public Selection selection() {
        Selection selection = Selection.all();
        for (Given given : line.options()) {
            try {
                selection = with(selection, given);
            } catch (ConfigurationException e) {
                throw new UsageException(given.option().longName() + ": " + e.getMessage());
            }
        }
        return selection;
    }

    private Selection with(Selection selection, Given given) {
        Word value = given.value();
        return switch (given.option()) {
            case INCLUDE -> selection.include(Glob.ofBytes(value.bytes()));
            case EXCLUDE -> selection.exclude(Glob.ofBytes(value.bytes()));
            case INCLUDE_FILELIST -> selection.includeList(value.path(), separator);
            case EXCLUDE_FILELIST -> selection.excludeList(value.path(), separator);
            case INCLUDE_REGEXP -> selection.includeRegex(value.text());
            case EXCLUDE_REGEXP -> selection.excludeRegex(value.text());
            case EXCLUDE_IF_PRESENT -> selection.excludeIfPresent(value.bytes());
            case EXCLUDE_CACHES -> selection.excludeCaches();
            case EXCLUDE_DEVICE_FILES -> selection.excludeDeviceFiles();
            case EXCLUDE_OTHER_FILESYSTEMS -> selection.excludeOtherFileSystems();
            case EXCLUDE_OLDER_THAN ->
                selection.excludeOlderThan(TimeStrings.parse(value.text(), clock.instant(), clock.getZone()));
            case EXCLUDE_LARGER_THAN -> selection.excludeLargerThan(SizeStrings.bytes(given.option(), value));
            case COPY_LINKS -> selection.followLinks();
            default -> selection;
        };
    }
}
