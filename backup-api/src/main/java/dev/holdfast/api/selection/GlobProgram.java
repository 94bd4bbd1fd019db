package dev.holdfast.api.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A glob as a sequence of steps over bytes. Matching goes back only to the last {@code *} and the last {@code **},
 * which is enough: whatever an earlier one could take, a later one can take too. So it takes at most the square of the
 * path's length, and nothing is allocated. Immutable.
 */
final class GlobProgram {

    private static final int ANY = -1;
    private static final int STAR = -2;
    private static final int DEEP_STAR = -3;
    /** Added to a character that is compared without its case. */
    private static final int FOLDED = 1 << 24;
    /** Added to the number of a class. */
    private static final int CLASS = 1 << 25;

    /** Each a byte or one of the above. */
    private final int[] steps;

    private final CharacterClass[] classes;
    /** The bytes before the first step that is none. */
    private final byte[] literal;

    private GlobProgram(int[] steps, CharacterClass[] classes) {
        this.steps = steps;
        this.classes = classes;
        int length = 0;
        while (length < steps.length && steps[length] >= 0 && steps[length] < FOLDED) {
            length++;
        }
        literal = new byte[length];
        for (int i = 0; i < length; i++) {
            literal[i] = (byte) steps[i];
        }
    }

    static GlobProgram of(byte[] glob, boolean ignoringCase) {
        List<CharacterClass> classes = new ArrayList<>();
        int[] steps = new int[glob.length];
        int used = 0;
        for (int i = 0; i < glob.length; ) {
            int character = Characters.at(glob, i, glob.length);
            int length = Characters.length(character);
            int close = character == '[' ? endOfClass(glob, i + 1) : -1;
            if (character == '*') {
                boolean deep = i + 1 < glob.length && glob[i + 1] == '*';
                steps[used++] = deep ? DEEP_STAR : STAR;
                length = deep ? 2 : 1;
            } else if (character == '?') {
                steps[used++] = ANY;
            } else if (close > 0) {
                String members = new String(glob, i + 1, close - i - 1, StandardCharsets.UTF_8);
                steps[used++] = CLASS + classes.size();
                classes.add(CharacterClass.of(members, ignoringCase));
                length = close + 1 - i;
            } else if (ignoringCase && Characters.hasCase(character)) {
                steps[used++] = FOLDED + Characters.fold(character);
            } else {
                for (int k = 0; k < length; k++) {
                    steps[used++] = glob[i + k] & 0xFF;
                }
            }
            i += length;
        }
        return new GlobProgram(Arrays.copyOf(steps, used), classes.toArray(CharacterClass[]::new));
    }

    /** Where the first double star stands that is no pair of members of a class, or -1. */
    static int deepStar(byte[] glob) {
        for (int i = 0; i + 1 < glob.length; i++) {
            if (glob[i] == '*' && glob[i + 1] == '*') {
                return i;
            }
            int close = glob[i] == '[' ? endOfClass(glob, i + 1) : -1;
            i = Math.max(i, close);
        }
        return -1;
    }

    /** Where a class ends, or -1 if it does not; a bracket that stands first is a member. */
    private static int endOfClass(byte[] glob, int start) {
        int i = start;
        if (i < glob.length && (glob[i] == '!' || glob[i] == '^')) {
            i++;
        }
        for (i++; i < glob.length; i++) {
            if (glob[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    /** What every match begins with. */
    byte[] literal() {
        return literal;
    }

    /** @param orBelow whether a path below a matching one counts too */
    boolean matches(byte[] path, boolean orBelow) {
        int end = path.length;
        int start = literal.length;
        if (end < start || !beginsWithLiteral(path)) {
            return false;
        }
        int i = start;
        int step = start;
        int starStep = -1;
        int starPlace = 0;
        int deepStep = -1;
        int deepPlace = 0;
        while (true) {
            if (step == steps.length) {
                if (i == end || orBelow && path[i] == '/') {
                    return true;
                }
            } else if (steps[step] == STAR) {
                starStep = ++step;
                while (step == steps.length && i < end && path[i] != '/') {
                    i++;
                }
                starPlace = i;
                continue;
            } else if (steps[step] == DEEP_STAR) {
                deepStep = ++step;
                if (deepStep == steps.length) {
                    return true;
                }
                deepPlace = i;
                starStep = -1;
                continue;
            } else {
                int next = i < end ? advance(steps[step], path, i, end) : -1;
                if (next > 0) {
                    i = next;
                    step++;
                    continue;
                }
            }
            if (starStep >= 0 && starPlace < end && path[starPlace] != '/') {
                starPlace = next(steps[starStep], path, starPlace, end, true);
                i = starPlace;
                step = starStep;
            } else if (deepStep >= 0 && deepPlace < end) {
                deepPlace = next(steps[deepStep], path, deepPlace, end, false);
                i = deepPlace;
                step = deepStep;
                starStep = -1;
            } else {
                return false;
            }
        }
    }

    /** The last byte first, since paths of one source begin alike. */
    private boolean beginsWithLiteral(byte[] path) {
        int last = literal.length - 1;
        return last < 0 || path[last] == literal[last] && Arrays.mismatch(path, 0, last, literal, 0, last) < 0;
    }

    /**
     * Where a star is to be tried that takes one character more: at once where the byte is that must follow it.
     *
     * @param inName whether the star ends before a slash
     */
    private static int next(int following, byte[] path, int place, int end, boolean inName) {
        boolean beginsCharacter = following >= 0 && following < FOLDED && (following & 0xC0) != 0x80;
        if (!beginsCharacter) {
            return place + Characters.length(Characters.at(path, place, end));
        }
        byte wanted = (byte) following;
        int i = place + 1;
        while (i < end && path[i] != wanted && !(inName && path[i] == '/')) {
            i++;
        }
        return i;
    }

    /** The place behind what the step takes, or -1 if it takes nothing. */
    private int advance(int step, byte[] path, int i, int end) {
        if (step >= 0 && step < FOLDED) {
            return (path[i] & 0xFF) == step ? i + 1 : -1;
        }
        int character = Characters.at(path, i, end);
        boolean taken = step == ANY
                ? character != '/'
                : step >= CLASS
                        ? classes[step - CLASS].matches(character)
                        : Characters.fold(character) == step - FOLDED;
        return taken ? i + Characters.length(character) : -1;
    }
}
