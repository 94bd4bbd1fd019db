package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a storage with archive classes must do beside the {@link StorageContract}. Extend it, override {@link #open()}
 * so that volumes go to an archive class, and {@link #finishThawing()}; a real service, where that takes hours, needs a
 * stand-in.
 */
public abstract class ThawingStorageContract {

    private static final ObjectKey VOLUME = ObjectKey.of("data/1");
    private static final int DAYS = 3;

    private ThawingStorage storage;

    /** Opens a new storage over an empty store that puts volumes into an archive class. The contract closes it. */
    protected abstract ThawingStorage open() throws IOException;

    /** Lets the store make all copies that were asked for. */
    protected abstract void finishThawing() throws IOException;

    /** Opens a second storage over the store that {@link #open()} made last. The contract closes it. */
    protected ThawingStorage reopen() throws IOException {
        return Assumptions.abort("this storage cannot be opened a second time");
    }

    /** The size of a volume that goes to the archive class, by default 256 KiB. */
    protected int volumeBytes() {
        return 256 << 10;
    }

    @BeforeEach
    final void openStorage() throws IOException {
        storage = open();
    }

    @AfterEach
    final void closeStorage() throws IOException {
        storage.close();
    }

    @Test
    void aFrozenVolumeKeepsItsPlaceAndSize() throws IOException {
        putVolume(VOLUME);

        assertThat(stat(VOLUME).sizeBytes()).isEqualTo(volumeBytes());
        assertThat(stat(VOLUME).storageClass()).isPresent();
        assertThat(listed(VOLUME).sizeBytes()).isEqualTo(volumeBytes());
        assertThat(listed(VOLUME).storageClass()).isEqualTo(stat(VOLUME).storageClass());
    }

    @Test
    void aFrozenVolumeIsNotRead() throws IOException {
        putVolume(VOLUME);

        assertThat(storage.readiness(stat(VOLUME))).isEqualTo(Readiness.of(State.FROZEN));
        assertThat(storage.readiness(listed(VOLUME))).isEqualTo(Readiness.of(State.FROZEN));
        for (ByteRange range : List.of(ByteRange.ALL, ByteRange.of(100, 10))) {
            assertThatThrownBy(() -> read(VOLUME, range))
                    .isInstanceOf(ObjectFrozenException.class)
                    .hasMessageContaining(VOLUME.value());
        }
    }

    @Test
    void aCopyIsAskedForMadeAndRead() throws IOException {
        byte[] content = putVolume(VOLUME);
        ObjectInfo volume = listed(VOLUME);

        storage.thaw(volume, Tier.STANDARD, DAYS);
        assertThat(storage.readiness(volume)).isEqualTo(Readiness.of(State.THAWING));
        assertThatThrownBy(() -> read(VOLUME, ByteRange.ALL)).isInstanceOf(ObjectFrozenException.class);

        finishThawing();
        Readiness ready = storage.readiness(volume);
        assertThat(ready.state()).isEqualTo(State.READY);
        ready.readyUntil().ifPresent(until -> assertThat(until).isAfter(Instant.EPOCH));
        assertThat(read(VOLUME, ByteRange.ALL)).isEqualTo(content);
        assertThat(read(VOLUME, ByteRange.of(0, 3))).containsExactly(content[0], content[1], content[2]);
    }

    @Test
    void askingAgainChangesNothingForTheWorse() throws IOException {
        putVolume(VOLUME);
        ObjectInfo volume = listed(VOLUME);

        storage.thaw(volume, Tier.BULK, DAYS);
        storage.thaw(volume, Tier.BULK, DAYS);
        assertThat(storage.readiness(volume).state()).isEqualTo(State.THAWING);

        finishThawing();
        storage.thaw(volume, Tier.BULK, DAYS);
        assertThat(storage.readiness(volume).state()).isEqualTo(State.READY);
        assertThat(read(VOLUME, ByteRange.ALL)).hasSize(volumeBytes());
    }

    @Test
    void onlyWhatWasAskedForThaws() throws IOException {
        ObjectKey other = ObjectKey.of("data/2");
        putVolume(VOLUME);
        putVolume(other);

        storage.thaw(listed(VOLUME), Tier.BULK, DAYS);
        finishThawing();

        assertThat(storage.readiness(listed(VOLUME)).state()).isEqualTo(State.READY);
        assertThat(storage.readiness(listed(other)).state()).isEqualTo(State.FROZEN);
    }

    @ParameterizedTest
    @EnumSource(value = ObjectKind.class, names = "VOLUME", mode = EnumSource.Mode.EXCLUDE)
    void allButVolumesAnswersAtOnce(ObjectKind kind) throws IOException {
        ObjectKey key = ObjectKey.of("other/1");
        byte[] content = put(key, kind);

        assertThat(storage.readiness(stat(key))).isEqualTo(Readiness.of(State.READY));
        assertThat(storage.readiness(listed(key))).isEqualTo(Readiness.of(State.READY));
        assertThatCode(() -> storage.thaw(listed(key), Tier.BULK, DAYS)).doesNotThrowAnyException();
        assertThat(storage.readiness(listed(key))).isEqualTo(Readiness.of(State.READY));
        assertThat(read(key, ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void whereTheClassIsNotKnownTheStoreIsAsked() throws IOException {
        putVolume(VOLUME);
        ObjectInfo unknown = ObjectInfo.of(VOLUME, volumeBytes(), stat(VOLUME).version());

        assertThat(storage.readiness(unknown)).isEqualTo(Readiness.of(State.FROZEN));
        storage.thaw(unknown, Tier.STANDARD, DAYS);
        assertThat(storage.readiness(unknown)).isEqualTo(Readiness.of(State.THAWING));
    }

    @Test
    void eachTierIsEitherTakenOrRefusedForGood() throws IOException {
        for (Tier tier : Tier.values()) {
            ObjectKey key = ObjectKey.of("data/" + tier);
            putVolume(key);
            State after = State.THAWING;
            try {
                storage.thaw(listed(key), tier, DAYS);
            } catch (PermanentStorageException e) {
                after = State.FROZEN;
            }
            assertThat(storage.readiness(listed(key)).state()).as(tier.name()).isEqualTo(after);
        }
    }

    @Test
    void aCopyForNoDayIsAMistake() throws IOException {
        putVolume(VOLUME);

        assertThatThrownBy(() -> storage.thaw(listed(VOLUME), Tier.BULK, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(storage.readiness(listed(VOLUME)).state()).isEqualTo(State.FROZEN);
    }

    @Test
    void aFrozenVolumeIsDeletedLikeAnyOther() throws IOException {
        putVolume(VOLUME);
        ObjectInfo volume = listed(VOLUME);

        storage.delete(List.of(VOLUME));

        assertThat(storage.stat(VOLUME)).isEmpty();
        assertThatThrownBy(() -> storage.readiness(volume)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> storage.thaw(volume, Tier.BULK, DAYS)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void anotherProcessSeesWhatWasAskedFor() throws IOException {
        putVolume(VOLUME);
        try (ThawingStorage other = reopen()) {
            assertThat(other.readiness(listed(VOLUME)).state()).isEqualTo(State.FROZEN);
            storage.thaw(listed(VOLUME), Tier.BULK, DAYS);
            assertThat(other.readiness(listed(VOLUME)).state()).isEqualTo(State.THAWING);
            finishThawing();
            assertThat(other.readiness(listed(VOLUME)).state()).isEqualTo(State.READY);
        }
    }

    private byte[] putVolume(ObjectKey key) throws IOException {
        return put(key, ObjectKind.VOLUME);
    }

    private byte[] put(ObjectKey key, ObjectKind kind) throws IOException {
        byte[] content = new byte[volumeBytes()];
        new SplittableRandom(key.hashCode()).nextBytes(content);
        storage.put(key, ObjectBody.of(content), kind);
        return content;
    }

    private ObjectInfo stat(ObjectKey key) throws IOException {
        return storage.stat(key).orElseThrow();
    }

    private ObjectInfo listed(ObjectKey key) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(key.value(), "")) {
            return list.findFirst().orElseThrow();
        }
    }

    private byte[] read(ObjectKey key, ByteRange range) throws IOException {
        try (InputStream in = storage.open(key, range)) {
            return in.readAllBytes();
        }
    }
}
