package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Text of an invented language: words made of syllables, Zipf's law for their frequency, and for each word a few others
 * that like to follow it (a sparse Markov chain). zstd finds in it about what it finds in real prose, source and logs.
 * Immutable, thread-safe.
 */
final class Language {
    private static final int WORDS = 30_000;
    private static final int FOLLOWERS = 8;
    private static final int ZIPF_SLOTS = 1 << 18;
    private static final int MESSAGES = 300;
    private static final int LINE_BYTES = 90;
    private static final long LOG_START_MILLIS = 1_690_000_000_000L;
    private static final String[] SYLLABLES =
            ("an ar be co da de di do en er es fa fi ga in is ka la le li lo ma me mi mo na "
                            + "ne ni no nu on or pa pe po ra re ri ro sa se si so ta te ti to tra tu un ur va ve vi wa we "
                            + "wi za ing ed ly tion con pro st th sh")
                    .split(" ");
    private static final String[] LEVELS = {"INFO ", "INFO ", "INFO ", "INFO ", "DEBUG", "DEBUG", "WARN ", "ERROR"};

    private final byte[][] words = new byte[WORDS][];
    private final int[] zipf = new int[ZIPF_SLOTS];
    private final int[] followers = new int[WORDS * FOLLOWERS];
    private final int[][] messages = new int[MESSAGES][];

    Language(Random64 random) {
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            // Frequent words are short, as in every language.
            int syllables = 1 + random.below(i < 200 ? 2 : 4);
            for (int s = 0; s < syllables; s++) {
                word.append(SYLLABLES[random.below(SYLLABLES.length)]);
            }
            words[i] = word.toString().getBytes(StandardCharsets.US_ASCII);
        }
        double total = 0;
        for (int i = 0; i < WORDS; i++) {
            total += 1.0 / (i + 3);
        }
        double sum = 0;
        for (int i = 0, slot = 0; i < WORDS; i++) {
            sum += 1.0 / (i + 3);
            while (slot < ZIPF_SLOTS && slot < sum / total * ZIPF_SLOTS) {
                zipf[slot++] = i;
            }
        }
        for (int i = 0; i < followers.length; i++) {
            followers[i] = word(random);
        }
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = new int[3 + random.below(8)];
            int word = word(random);
            for (int j = 0; j < messages[i].length; j++) {
                // Every fourth place of a message is a value that differs from line to line.
                messages[i][j] = j > 0 && random.below(4) == 0 ? -1 - random.below(4) : word;
                word = wordAfter(word, random);
            }
        }
    }

    /** A rare word, for file names. */
    String name(Random64 random) {
        return new String(words[WORDS / 2 + random.below(WORDS / 2)], StandardCharsets.US_ASCII);
    }

    /** Sentences in paragraphs, until {@code sizeBytes} are exceeded or the sink is full. */
    void prose(Random64 random, Sink out, long sizeBytes) throws IOException {
        long start = out.position();
        long lineStart = start;
        int word = word(random);
        while (!out.full() && out.position() - start < sizeBytes) {
            int sentence = 5 + random.below(20);
            for (int i = 0; i < sentence && !out.full(); i++) {
                byte[] letters = words[word];
                if (i == 0) {
                    out.put(Character.toUpperCase(letters[0]));
                    for (int j = 1; j < letters.length; j++) {
                        out.put(letters[j]);
                    }
                } else {
                    out.put(letters);
                }
                out.put(i == sentence - 1 ? "." : random.below(14) == 0 ? "," : "");
                boolean wrap = out.position() - lineStart > LINE_BYTES;
                out.put(wrap ? '\n' : ' ');
                lineStart = wrap ? out.position() : lineStart;
                word = wordAfter(word, random);
            }
            if (random.below(8) == 0) {
                out.put("\n\n");
                lineStart = out.position();
            }
        }
    }

    /** Something like program text: indented calls and blocks, names of a small local vocabulary. */
    void source(Random64 random, Sink out) throws IOException {
        int[] names = new int[12 + random.below(40)];
        for (int i = 0; i < names.length; i++) {
            names[i] = word(random);
        }
        int depth = 1;
        while (!out.full()) {
            int kind = random.below(10);
            boolean closes = kind == 2 && depth > 1;
            depth -= closes ? 1 : 0;
            for (int i = 0; i < depth; i++) {
                out.put("    ");
            }
            if (closes) {
                out.put("}\n");
            } else if (kind < 2 && depth < 5) {
                out.put(kind == 0 ? "if (" : "for (");
                expression(random, out, names);
                out.put(") {\n");
                depth++;
            } else if (kind == 3) {
                out.put("// ");
                int word = word(random);
                for (int i = 3 + random.below(9); i > 0; i--, word = wordAfter(word, random)) {
                    out.put(words[word]);
                    out.put(' ');
                }
                out.put('\n');
            } else {
                out.put(kind < 7 ? "var " : "this.");
                out.put(words[names[random.below(names.length)]]);
                out.put(" = ");
                expression(random, out, names);
                out.put(";\n");
            }
        }
    }

    private void expression(Random64 random, Sink out, int[] names) throws IOException {
        out.put(words[names[random.below(names.length)]]);
        out.put('.');
        out.put(words[names[random.below(names.length)]]);
        out.put('(');
        if (random.below(3) == 0) {
            out.putNumber(random.below(1 << random.below(14)), 1);
        } else {
            out.put(words[names[random.below(names.length)]]);
        }
        out.put(')');
    }

    /** Comma-separated records: a counter, a time, two words, an amount, a note. */
    void records(Random64 random, Sink out) throws IOException {
        long time = LOG_START_MILLIS + random.below(1 << 30);
        for (long id = random.below(1_000_000); !out.full(); id++) {
            out.putNumber(id, 7);
            out.put(',');
            out.putNumber(time += random.below(90_000), 13);
            for (int i = 0; i < 2; i++) {
                out.put(',');
                out.put(words[word(random)]);
            }
            out.put(',');
            out.putNumber(random.below(5_000), 1);
            out.put('.');
            out.putNumber(random.below(20) * 5, 2);
            out.put(",\"");
            int word = word(random);
            for (int i = random.below(8); i >= 0; i--, word = wordAfter(word, random)) {
                out.put(words[word]);
                out.put(i > 0 ? " " : "\"\n");
            }
        }
    }

    /** A service's log: time, level, host, thread, request, and one of some hundred messages with values in it. */
    void log(Random64 random, Sink out) throws IOException {
        long millis = LOG_START_MILLIS;
        while (!out.full()) {
            millis += random.below(1 + random.below(60));
            out.put("2023-07-");
            out.putNumber(1 + millis / 86_400_000 % 31, 2);
            out.put('T');
            out.putNumber(millis / 3_600_000 % 24, 2);
            out.put(':');
            out.putNumber(millis / 60_000 % 60, 2);
            out.put(':');
            out.putNumber(millis / 1_000 % 60, 2);
            out.put('.');
            out.putNumber(millis % 1_000, 3);
            out.put("Z ");
            out.put(LEVELS[random.below(LEVELS.length)]);
            out.put(" host-");
            out.putNumber(random.below(6), 2);
            out.put(" [worker-");
            out.putNumber(random.below(16), 1);
            out.put("] ");
            out.putHex(random.next(), 8);
            int[] message = messages[random.below(1 + random.below(MESSAGES))];
            for (int part : message) {
                out.put(' ');
                switch (part) {
                    case -1 -> out.putNumber(random.below(1 << random.below(20)), 1);
                    case -2 -> out.putHex(random.next(), 12);
                    case -3 -> {
                        out.put("10.0.");
                        out.putNumber(random.below(4), 1);
                        out.put('.');
                        out.putNumber(random.below(256), 1);
                    }
                    case -4 -> {
                        out.put('/');
                        out.put(words[word(random)]);
                        out.put('/');
                        out.put(words[word(random)]);
                    }
                    default -> out.put(words[part]);
                }
            }
            out.put('\n');
        }
    }

    private int word(Random64 random) {
        return zipf[random.below(ZIPF_SLOTS)];
    }

    private int wordAfter(int word, Random64 random) {
        long bits = random.next();
        if ((bits & 0xff) < 200) {
            int choice = Long.numberOfTrailingZeros(bits >>> 8 | 1L << FOLLOWERS - 1);
            return followers[word * FOLLOWERS + choice];
        }
        return zipf[(int) (bits >>> 32) & ZIPF_SLOTS - 1];
    }
}
