package dev.holdfast.core.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.core.process.ThisProcess;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of what is not finished yet: {@value #PREFIX}{@code MACHINE-PROCESS-NUMBER}. They tell what nobody will finish
 * any more: that of a process which is gone from this machine since its start. Thread-safe.
 */
final class TemporaryNames {

    private static final String PREFIX = ".holdfast-restore-";

    private final String ofThisMachine;
    private final String ofThisProcess;
    private final Pattern pattern;
    private final AtomicLong next = new AtomicLong();

    TemporaryNames() {
        String machine = ThisProcess.current(new SecureRandom()).host("restore");
        ofThisMachine = PREFIX + machine + "-";
        ofThisProcess = ofThisMachine + ProcessHandle.current().pid() + "-";
        pattern = Pattern.compile(Pattern.quote(ofThisMachine) + "(\\d{1,18})-[0-9a-f]{1,16}");
    }

    /** A name that was not given before, but may have been by another process or target. */
    String next() {
        return ofThisProcess + Long.toHexString(next.getAndIncrement());
    }

    byte[] nextBytes() {
        return next().getBytes(US_ASCII);
    }

    /** Whether it is the name of something that a killed process has left behind. */
    boolean isLeftover(byte[] name) {
        if (name.length <= ofThisMachine.length()) {
            return false;
        }
        Matcher matcher = pattern.matcher(new String(name, ISO_8859_1));
        return matcher.matches() && ThisProcess.isGone(Long.parseLong(matcher.group(1)));
    }
}
