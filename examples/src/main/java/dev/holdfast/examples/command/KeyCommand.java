package dev.holdfast.examples.command;

import dev.holdfast.api.error.StorageException;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code key generate --user-id ID DIR}. */
final class KeyCommand {

    private static final String PASSPHRASE = "PASSPHRASE";

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    KeyCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        Word userId = line.value(Option.USER_ID);
        if (!line.operand(0).is("generate")) {
            throw new UsageException("key takes \"generate DIR\", not \"" + line.operand(0) + "\"");
        }
        if (userId == null) {
            throw new UsageException("key generate needs --user-id \"Name <address>\"");
        }
        Path directory = line.operand(1).path();
        Path publicKey = directory.resolve("public.asc");
        Path secretKey = directory.resolve("secret.asc");
        for (Path file : List.of(secretKey, publicKey)) {
            if (Files.exists(file)) {
                throw new UsageException(file + " exists; a key is never overwritten");
            }
        }
        char[] passphrase = passphrase();
        OpenPgpKeyPair pair = OpenPgpKeyPair.generate(userId.text(), passphrase);
        write(pair, directory, publicKey, secretKey);
        show(pair, publicKey, secretKey, passphrase != null);
        return ExitCode.DONE;
    }

    private static void write(OpenPgpKeyPair pair, Path directory, Path publicKey, Path secretKey) {
        try {
            Files.createDirectories(directory);
            write(secretKey, pair.secretKey(), "rw-------");
            write(publicKey, pair.certificate(), "rw-r--r--");
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(e.getFile() + " exists; a key is never overwritten");
        } catch (IOException e) {
            throw new StorageException("cannot write the key pair to " + directory + ": " + reason(e), e);
        }
    }

    private void show(OpenPgpKeyPair pair, Path publicKey, Path secretKey, boolean isProtected) {
        if (report.isJson()) {
            report.json()
                    .field("command", "key generate")
                    .field("fingerprint", pair.fingerprint())
                    .field("publicKey", publicKey.toString())
                    .field("secretKey", secretKey.toString())
                    .field("protected", isProtected)
                    .end();
        }
        report.summary("Key " + pair.fingerprint());
        report.summary("  " + publicKey + "  for hosts that back up: --encrypt-key");
        report.summary("  " + secretKey + "  to restore: --secret-key; "
                + (isProtected
                        ? "protected by the passphrase"
                        : "no passphrase protects it (PASSPHRASE in the environment would)"));
        report.summary("Keep the secret key somewhere else than on the hosts that back up, and more than once:"
                + " without it nothing can be restored.");
    }

    /** Some errors of the JDK say the file alone. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? "the directory cannot be made or written" : reason;
    }

    /** Null for none. Who types it, types it twice, for a mistyped one loses the key. */
    private char @Nullable [] passphrase() {
        if (invocation.hasPassphrase(PASSPHRASE)) {
            return invocation.passphrase(PASSPHRASE, "");
        }
        char[] typed = invocation.passphrase(PASSPHRASE, "Passphrase for the new key (empty for none)");
        if (typed == null || typed.length == 0) {
            return null;
        }
        if (!Arrays.equals(typed, invocation.passphrase(PASSPHRASE, "The same again"))) {
            throw new UsageException("the second passphrase is another one; no key was made");
        }
        return typed;
    }

    private static void write(Path file, byte[] content, String permissions) throws IOException {
        FileAttribute<?>[] mode =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                        }
                        : new FileAttribute<?>[0];
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                mode))) {
            out.write(content);
        }
    }
}
