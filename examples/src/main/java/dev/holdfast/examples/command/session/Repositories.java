package dev.holdfast.examples.command.session;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.RepositoryBuilder;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.StoreAddress;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.settings.CompressionOptions;
import dev.holdfast.examples.command.settings.SizeStrings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the repository that a command line names. */
public final class Repositories {

    private static final int MEBIBYTE = 1 << 20;

    private final Invocation invocation;
    private final CommandLine line;
    private final Keys keys;

    public Repositories(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.keys = new Keys(invocation);
    }

    /** To write to, made where there is none and none is missed, or where that is asked for. */
    public BackupRepository toWrite(Word url) {
        warnOfNoState();
        RepositoryBuilder builder = writing(url, null);
        return line.has(Option.CREATE) ? builder.create() : builder.openOrCreate();
    }

    /**
     * To write to, or to see what writing would do, where it shall go on from what is there.
     *
     * @throws UsageException if there is none
     */
    public BackupRepository toContinue(Word url) {
        warnOfNoState();
        try {
            return writing(url, null).open();
        } catch (NotFoundException e) {
            throw new UsageException("nothing can be continued, make a full backup first: " + e.getMessage());
        }
    }

    /** To see what writing would do. Where there is none, an empty one in memory stands for it, and nothing is made. */
    public BackupRepository toPreview(Word url) {
        warnOfNoState();
        try {
            return writing(url, null).open();
        } catch (NotFoundException e) {
            return writing(url, MemoryStorage.create()).create();
        }
    }

    private void warnOfNoState() {
        if (invocation.stateDirectory() == null) {
            invocation
                    .report()
                    .notice(
                            "no local state is kept, since neither HOME nor XDG_CACHE_HOME is set;"
                                    + " where no key opens the catalog, each run begins a new chain. --archive-dir DIR gives it a place");
        }
    }

    private RepositoryBuilder writing(Word url, @Nullable Storage instead) {
        RepositoryBuilder builder = begin(keys::sealing, url, instead);
        OptionalInt level = CompressionOptions.level(line);
        Word host = line.value(Option.HOSTNAME);
        if (host != null) {
            builder.host(host.text());
        }
        try {
            if (line.has(Option.VOLUME_SIZE)) {
                builder.volumeSize((long) line.number(Option.VOLUME_SIZE, 1, 1 << 10, 0) * MEBIBYTE);
            }
            if (level.isPresent()) {
                builder.archive(
                        level.getAsInt() == CompressionOptions.NONE
                                ? new StoredFormat()
                                : ZstdFormat.level(level.getAsInt()));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return builder;
    }

    /** To read content or names from. */
    public BackupRepository toRead(Word url) {
        return begin(() -> keys.opening(() -> recipients(url)), url, null).open();
    }

    /** Ids of the keys that the newest snapshot is sealed for, as far as that can be found out. */
    private List<String> recipients(Word url) {
        try (BackupRepository repository = withoutKeys(url)) {
            return repository.snapshots().newest().map(Snapshot::recipients).orElse(List.of());
        } catch (BackupException e) {
            return List.of();
        }
    }

    /** To read names; without a key what local state knows of them. */
    public BackupRepository toList(Word url) {
        return begin(keys::forNames, url, null).open();
    }

    /** To read what needs no key. */
    public BackupRepository withoutKeys(Word url) {
        return begin((ContentCipher) null, url, null).open();
    }

    /**
     * As {@link #withoutKeys}; null where there is none, for what keeps a repository in order may come before the first
     * backup.
     */
    public @Nullable BackupRepository withoutKeysIfThere(Word url) {
        try {
            return withoutKeys(url);
        } catch (NotFoundException e) {
            return null;
        }
    }

    /** Reads all keys before it opens the store. */
    private RepositoryBuilder begin(Supplier<ContentCipher> cipher, Word url, @Nullable Storage instead) {
        boolean unencrypted = keys.unencrypted();
        RepositoryBuilder builder = begin(unencrypted ? null : cipher.get(), url, instead);
        return unencrypted ? builder.unencrypted() : builder;
    }

    private RepositoryBuilder begin(@Nullable ContentCipher cipher, Word url, @Nullable Storage instead) {
        URI uri = StoreAddress.of(url);
        Map<String, String> options = storeOptions();
        Signer signer = keys.signer();
        Verifier expected = keys.expectedSigners();
        RepositoryBuilder builder = Holdfast.repository().clock(invocation.clock());
        if (cipher != null) {
            builder.cipher(cipher);
        }
        if (signer != null) {
            builder.signer(signer);
        }
        if (expected != null) {
            builder.expectSigners(expected);
        }
        Path state = invocation.stateDirectory();
        if (state != null) {
            builder.localState(state);
        }
        return instead == null ? builder.storage(uri, options) : builder.storage(instead);
    }

    private Map<String, String> storeOptions() {
        Map<String, String> options = new HashMap<>();
        put(options, "endpoint", Option.S3_ENDPOINT_URL);
        put(options, "region", Option.S3_REGION_NAME);
        put(options, "pathStyle", Option.S3_PATH_STYLE, "true");
        put(options, "expectedBucketOwner", Option.S3_EXPECTED_BUCKET_OWNER);
        put(options, "checksum", Option.S3_CHECKSUM);
        SizeStrings.bytes(line, Option.S3_MAX_RATE)
                .ifPresent(rate -> options.put("maxBytesPerSecond", Long.toString(rate)));
        invocation.atMostOneOf(Option.S3_USE_SERVER_SIDE_ENCRYPTION, Option.S3_USE_SERVER_SIDE_KMS_ENCRYPTION);
        put(options, "sse", Option.S3_USE_SERVER_SIDE_ENCRYPTION, "AES256");
        put(options, "sse", Option.S3_USE_SERVER_SIDE_KMS_ENCRYPTION, "aws:kms");
        put(options, "kmsKeyId", Option.S3_KMS_KEY_ID);
        invocation.atMostOneOf(
                Option.S3_STORAGE_CLASS,
                Option.S3_USE_IA,
                Option.S3_USE_ONEZONE_IA,
                Option.S3_USE_GLACIER_IR,
                Option.S3_USE_GLACIER,
                Option.S3_USE_DEEP_ARCHIVE);
        put(options, "storageClass", Option.S3_STORAGE_CLASS);
        put(options, "storageClass", Option.S3_USE_IA, "STANDARD_IA");
        put(options, "storageClass", Option.S3_USE_ONEZONE_IA, "ONEZONE_IA");
        put(options, "storageClass", Option.S3_USE_GLACIER_IR, "GLACIER_IR");
        put(options, "storageClass", Option.S3_USE_GLACIER, "GLACIER");
        put(options, "storageClass", Option.S3_USE_DEEP_ARCHIVE, "DEEP_ARCHIVE");
        return options;
    }

    private void put(Map<String, String> options, String name, Option option) {
        Word value = line.value(option);
        if (value != null) {
            options.put(name, value.text());
        }
    }

    private void put(Map<String, String> options, String name, Option option, String value) {
        if (line.has(option)) {
            options.put(name, value);
        }
    }
}
