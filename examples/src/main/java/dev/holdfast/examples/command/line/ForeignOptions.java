package dev.holdfast.examples.command.line;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options that Duplicity has and Holdfast has not, with what to do instead. None is accepted and ignored. */
final class ForeignOptions {

    static final String STORES = "URLs are file:, s3: and memory:; mount other stores, or copy the directory to them";
    private static final List<String> OTHER_STORES =
            List.of("--ftp-", "--ssh-", "--azure-", "--swift-", "--webdav-", "--b2-", "--sftp-");
    private static final Map<String, String> INSTEAD = table();

    private ForeignOptions() {}

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        put(table, "give --encrypt-key; recipients' key ids stand in what is stored", "--hidden-encrypt-key");
        put(table, "give --encrypt-key FILE and --sign-key FILE", "--encrypt-sign-key");
        put(
                table,
                "keys are files, and no gpg runs: --encrypt-key, --secret-key, --sign-key",
                "--encrypt-secret-keyring",
                "--use-agent",
                "--gpg-binary");
        put(table, "leave it out, each repository has its own directory of local state below --archive-dir", "--name");
        put(
                table,
                "all lists hold globs: --include-filelist, --exclude-filelist",
                "--include-globbing-filelist",
                "--exclude-globbing-filelist");
        put(
                table,
                "give --include-filelist /dev/stdin or --exclude-filelist /dev/stdin",
                "--include-filelist-stdin",
                "--exclude-filelist-stdin",
                "--include-globbing-filelist-stdin",
                "--exclude-globbing-filelist-stdin");
        put(table, "give --include-filelist FILE and, last, --exclude '**'", "--files-from");
        put(
                table,
                "--include and --exclude take globs, --include-regexp and --exclude-regexp expressions; ignorecase: before a"
                        + " glob ignores case",
                "--filter-globbing",
                "--filter-literal",
                "--filter-regexp",
                "--filter-ignorecase",
                "--filter-strictcase");
        put(table, "a restore goes on after errors by itself, lists them and ends with 1", "--ignore-errors");
        put(table, "leave it out, files are cut by their content", "--max-blocksize", "--copy-blocksize");
        put(
                table,
                "put the prefix into the URL: s3://bucket/prefix",
                "--file-prefix",
                "--file-prefix-manifest",
                "--file-prefix-archive",
                "--file-prefix-signature",
                "--file-prefix-jsonstat");
        put(table, "leave it out, there are hardly temporary files; they lie below --archive-dir", "--tempdir");
        put(
                table,
                "leave it out, requests that fail are repeated by themselves",
                "--num-retries",
                "--backend-retry-delay",
                "--timeout");
        put(
                table,
                "leave it out, files are always read while others are stored",
                "--asynchronous-upload",
                "--concurrency");
        put(table, "leave it out, only what is needed is fetched", "--metadata-sync-mode");
        put(table, "leave it out, the newest state is always checked", "--no-check-remote");
        put(table, "give --s3-use-ia or --s3-storage-class CLASS; the class is no longer offered", "--s3-use-rrs");
        put(
                table,
                "leave it out, the parts of an upload follow from --volsize",
                "--s3-multipart-chunk-size",
                "--s3-multipart-max-procs",
                "--s3-multipart-max-timeout",
                "--s3-use-multiprocessing");
        put(table, "leave it out, and let the key's policy allow the role that backs up", "--s3-kms-grant");
        put(table, "give --s3-region-name or --s3-endpoint-url", "--s3-european-buckets");
        put(
                table,
                "leave it out, the bucket stands in the host; --s3-path-style puts it into the path",
                "--s3-use-new-style");
        put(table, "give --s3-endpoint-url http://HOST", "--s3-unencrypted-connection");
        put(table, "leave it out, names of files are printed only by list-current-files", "--no-files-changed");
        put(table, "give --json", "--jsonstat");
        put(
                table,
                "leave it out, and let the shell write the log: >> FILE 2>&1; --json prints the result for programs",
                "--log-fd",
                "--log-file",
                "--log-timestamp");
        put(table, "give -v 2", "--no-print-statistics");
        put(table, "leave it out, a terminal shows progress by itself", "--progress", "--progress-rate");
        put(table, "leave it out, verify URL DIR compares content; --data checks all that is stored", "--compare-data");
        put(table, "give find PATH URL, which lists every version", "--file-changed");
        put(table, "give diff --snapshot ID --snapshot2 ID, or nothing for the last two", "--show-changes-in-set");
        put(table, "leave it out, there are no settings outside of the command line", "--config-dir");
        put(table, "give --numeric-owner or --no-restore-ownership", "--idr-fakeroot");
        put(
                table,
                "the JVM's trust store decides: -Djavax.net.ssl.trustStore=FILE",
                "--ssl-cacert-file",
                "--ssl-cacert-path",
                "--ssl-no-check-certificate");
        put(table, "leave it out, cleanup removes everything that is left over", "--extra-clean");
        put(
                table,
                "leave it out, names of objects are fixed",
                "--short-filenames",
                "--old-filenames",
                "--time-separator");
        put(
                table,
                STORES,
                "--gio",
                "--scp-command",
                "--sftp-command",
                "--rsync-options",
                "--imap-mailbox",
                "--imap-full-address",
                "--cf-backend",
                "--use-scp",
                "--mf-purge",
                "--mp-segment-size");
        put(
                table,
                "verify finds damage; a second copy of the repository mends it",
                "--par2-options",
                "--par2-redundancy",
                "--par2-volumes");
        return Map.copyOf(table);
    }

    private static void put(Map<String, String> table, String instead, String... names) {
        for (String name : names) {
            table.put(name, instead);
        }
    }

    /** What to do instead, or nothing if Duplicity has no such option either. */
    static String hint(String name) {
        boolean otherStore = OTHER_STORES.stream().anyMatch(name::startsWith);
        return INSTEAD.getOrDefault(name, otherStore ? STORES : "");
    }
}
