package dev.holdfast.api.selection;

import dev.holdfast.api.error.ConfigurationException;
import java.util.Arrays;

/** What stands between brackets in a glob: characters and ranges, perhaps negated. Never matches a slash. Immutable. */
final class CharacterClass {

    private final boolean negated;
    private final boolean ignoringCase;
    /** Pairs of first and last. */
    private final int[] ranges;

    private CharacterClass(boolean negated, boolean ignoringCase, int[] ranges) {
        this.negated = negated;
        this.ignoringCase = ignoringCase;
        this.ranges = ranges;
    }

    /**
     * @param members without the brackets, not empty
     * @throws ConfigurationException if a range is upside down
     */
    static CharacterClass of(String members, boolean ignoringCase) {
        boolean negated = members.charAt(0) == '!' || members.charAt(0) == '^';
        int[] characters = members.substring(negated ? 1 : 0).codePoints().toArray();
        int[] ranges = new int[2 * characters.length];
        int used = 0;
        for (int i = 0; i < characters.length; ) {
            boolean range = i + 2 < characters.length && characters[i + 1] == '-';
            int last = characters[range ? i + 2 : i];
            if (characters[i] > last) {
                throw new ConfigurationException("the range in [" + members + "] ends before it begins");
            }
            ranges[used++] = characters[i];
            ranges[used++] = last;
            i += range ? 3 : 1;
        }
        return new CharacterClass(negated, ignoringCase, Arrays.copyOf(ranges, used));
    }

    boolean matches(int character) {
        if (character == '/') {
            return false;
        }
        boolean member = has(character)
                || ignoringCase && (has(Character.toLowerCase(character)) || has(Character.toUpperCase(character)));
        return member != negated;
    }

    private boolean has(int character) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (character >= ranges[i] && character <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
