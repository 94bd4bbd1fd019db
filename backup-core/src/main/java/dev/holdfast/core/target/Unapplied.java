package dev.holdfast.core.target;

/**
 * A part of an entry's metadata that could not be restored.
 *
 * @param kind what all of its kind have in common; for one notice a kind
 * @param message which value, and why not; without the path
 */
public record Unapplied(Kind kind, String message) {

    public enum Kind {
        OWNER("owner or group could not be set"),
        SET_ID(
                "set-user-id and set-group-id bits and capabilities were left out, because the owner is not the recorded one, or was not"),
        ACL("access control lists could not be set"),
        ATTRIBUTE("extended attributes could not be set"),
        LINK("names of one file could not be linked, so each has a file of its own,"),
        MODE("permissions could not be set"),
        IN_USE(
                "mode, owner and attributes of directories in use were left alone (OVERWRITE, or --force, gives them the snapshot's),"),
        TIME("the time of modification could not be set");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** A sentence for people, without capital and full stop. */
        public String text() {
            return text;
        }
    }
}
