package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a run uses the key that signs. */
class SigningTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void aKeyThatCannotBeUnlockedEndsARunBeforeASourceIsRead() {
        ScriptedSigner signer = new ScriptedSigner();
        try (BackupRepository repository = repository(signer)) {
            signer.locked = true;
            assertThatExceptionOfType(KeyException.class).isThrownBy(() -> backUp(repository));
            assertThat(calls).containsExactly("unlock");
            assertThat(repository.snapshots().all()).isEmpty();
        }
    }

    @Test
    void theEndOfTheKeyIsANoticeInTheResult() {
        try (BackupRepository repository = repository(new ScriptedSigner())) {
            BackupResult result = backUp(repository);
            assertThat(calls).containsExactly("unlock", "read", "sign");
            assertThat(result.notices())
                    .filteredOn(notice -> notice.kind() == Notice.Kind.KEY_EXPIRY)
                    .singleElement()
                    .asString()
                    .contains("the key ends soon");
        }
    }

    @Test
    void aKeyThatCannotBeUnlockedMakesNoRepository() {
        ScriptedSigner signer = new ScriptedSigner();
        signer.locked = true;
        MemoryStorage storage = MemoryStorage.create();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Holdfast.repository()
                        .storage(storage)
                        .unencrypted()
                        .signer(signer)
                        .openOrCreate());
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() ->
                        Holdfast.repository().storage(storage).unencrypted().open());
    }

    private BackupRepository repository(Signer signer) {
        BackupRepository repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .signer(signer)
                .create();
        calls.clear();
        return repository;
    }

    private BackupResult backUp(BackupRepository repository) {
        return repository
                .backup()
                .source("stream", () -> {
                    calls.add("read");
                    return new ByteArrayInputStream(new byte[10]);
                })
                .run();
    }

    private final class ScriptedSigner implements Signer {

        private boolean locked;

        @Override
        public String signerId() {
            return "signer";
        }

        @Override
        public void unlock() {
            calls.add("unlock");
            if (locked) {
                throw new KeyException("a wrong passphrase");
            }
        }

        @Override
        public byte[] sign(byte[] content) {
            calls.add("sign");
            return new byte[] {1};
        }

        @Override
        public List<String> notices(Instant now) {
            return List.of("the key ends soon");
        }

        @Override
        public void close() {}
    }
}
