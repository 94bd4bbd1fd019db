package dev.holdfast.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this host, which asks no network. */
final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Empty if nobody knows it. */
    static String read() {
        try {
            return Files.readString(KERNEL, StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            String name = System.getenv("HOSTNAME");
            return name == null ? "" : name;
        }
    }
}
