package dev.holdfast.examples.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each option of Duplicity has the same meaning, or is refused with the way out. */
class ForeignOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--encrypt-key",
                "--sign-key",
                "--no-encryption",
                "--no-compression",
                "--gpg-options",
                "--full-if-older-than",
                "--time",
                "-t",
                "--restore-time",
                "--file-to-restore",
                "-r",
                "--path-to-restore",
                "--force",
                "--allow-source-mismatch",
                "--archive-dir",
                "--include",
                "--exclude",
                "--include-filelist",
                "--exclude-filelist",
                "--include-regexp",
                "--exclude-regexp",
                "--exclude-if-present",
                "--exclude-other-filesystems",
                "--exclude-older-than",
                "--exclude-device-files",
                "--null-separator",
                "--copy-links",
                "--numeric-owner",
                "--do-not-restore-ownership",
                "--no-restore-ownership",
                "--volsize",
                "--s3-use-ia",
                "--s3-use-onezone-ia",
                "--s3-use-glacier",
                "--s3-use-glacier-ir",
                "--s3-use-deep-archive",
                "--s3-region-name",
                "--s3-endpoint-url",
                "--s3-use-server-side-encryption",
                "--s3-use-server-side-kms-encryption",
                "--s3-kms-key-id",
                "--verbosity",
                "-v",
                "--current-time",
                "--dry-run",
                "--rename",
                "--skip-if-no-change",
            })
    void isTaken(String name) {
        assertThat(Arrays.stream(Option.values())
                        .anyMatch(option -> option.names().contains(name)))
                .isTrue();
        assertThat(ForeignOptions.hint(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--hidden-encrypt-key",
                "--encrypt-sign-key",
                "--encrypt-secret-keyring",
                "--use-agent",
                "--gpg-binary",
                "--name",
                "--files-from",
                "--filter-globbing",
                "--filter-literal",
                "--filter-regexp",
                "--filter-ignorecase",
                "--filter-strictcase",
                "--ignore-errors",
                "--max-blocksize",
                "--copy-blocksize",
                "--file-prefix",
                "--file-prefix-manifest",
                "--file-prefix-archive",
                "--file-prefix-signature",
                "--tempdir",
                "--num-retries",
                "--backend-retry-delay",
                "--timeout",
                "--asynchronous-upload",
                "--concurrency",
                "--metadata-sync-mode",
                "--s3-use-rrs",
                "--s3-multipart-chunk-size",
                "--s3-kms-grant",
                "--no-files-changed",
                "--jsonstat",
                "--no-check-remote",
                "--log-fd",
                "--log-file",
                "--short-filenames",
                "--old-filenames",
                "--time-separator",
                "--include-globbing-filelist",
                "--exclude-globbing-filelist",
                "--include-filelist-stdin",
                "--exclude-filelist-stdin",
                "--gio",
                "--s3-european-buckets",
                "--s3-use-new-style",
                "--s3-use-multiprocessing",
                "--s3-multipart-max-timeout",
                "--par2-options",
                "--ftp-passive",
                "--ssh-askpass",
                "--azure-blob-tier",
                "--compare-data",
                "--file-changed",
                "--show-changes-in-set",
                "--config-dir",
                "--idr-fakeroot",
                "--ssl-cacert-file",
                "--ssl-no-check-certificate",
                "--use-scp",
                "--mf-purge",
                "--mp-segment-size",
            })
    void isRefusedWithTheWayOut(String name) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CommandLine.parse(
                        List.of(Word.of("backup"), Word.of(name), Word.of("x"), Word.of("s"), Word.of("file:///r"))))
                .withMessageStartingWith("Duplicity's " + name + " is not taken: ");
    }

    @Test
    void itsOtherStoresAreRefusedWithoutTheirPassword() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> StoreAddress.of(Word.of("sftp://user:secret@host/directory")))
                .withMessageStartingWith("Duplicity's sftp://... is not taken: URLs are file:, s3: and memory:")
                .withMessageNotContaining("secret");
    }
}
