package dev.holdfast.examples.command.line;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options that Duplicity has and Holdfast has not, with what to do instead. None is accepted and ignored. */
final class ForeignOptions {

    static final String STORES = "URLs are file:, s3: and memory:; mount other stores, or copy the directory to them";
    private static final List<String> OTHER_STORES =
            List.of("--ftp-", "--ssh-", "--azure-", "--swift-", "--webdav-", "--b2-", "--sftp-");

    /** A line of options, and below it what to do instead. */
    private static final String TABLE = """
            --hidden-encrypt-key
                give --encrypt-key; recipients' key ids stand in what is stored
            --encrypt-sign-key
                give --encrypt-key FILE and --sign-key FILE
            --encrypt-secret-keyring --use-agent --gpg-binary
                keys are files, and no gpg runs: --encrypt-key, --secret-key, --sign-key
            --name
                leave it out, each repository has its own directory of local state below --archive-dir
            --include-globbing-filelist --exclude-globbing-filelist
                all lists hold globs: --include-filelist, --exclude-filelist
            --include-filelist-stdin --exclude-filelist-stdin --include-globbing-filelist-stdin \
            --exclude-globbing-filelist-stdin
                give --include-filelist /dev/stdin or --exclude-filelist /dev/stdin
            --files-from
                give --include-filelist FILE and, last, --exclude '**'
            --filter-globbing --filter-literal --filter-regexp --filter-ignorecase --filter-strictcase
                --include and --exclude take globs, --include-regexp and --exclude-regexp expressions; ignorecase: \
            before a glob ignores case
            --ignore-errors
                a restore goes on after errors by itself, lists them and ends with 1
            --max-blocksize --copy-blocksize
                leave it out, files are cut by their content
            --file-prefix --file-prefix-manifest --file-prefix-archive --file-prefix-signature \
            --file-prefix-jsonstat
                put the prefix into the URL: s3://bucket/prefix
            --tempdir
                leave it out, there are hardly temporary files; they lie below --archive-dir
            --num-retries --backend-retry-delay --timeout
                leave it out, requests that fail are repeated by themselves
            --asynchronous-upload --concurrency
                leave it out, files are always read while others are stored
            --metadata-sync-mode
                leave it out, only what is needed is fetched
            --no-check-remote
                leave it out, the newest state is always checked
            --s3-use-rrs
                give --s3-use-ia or --s3-storage-class CLASS; the class is no longer offered
            --s3-multipart-chunk-size --s3-multipart-max-procs --s3-multipart-max-timeout --s3-use-multiprocessing
                leave it out, the parts of an upload follow from --volsize
            --s3-kms-grant
                leave it out, and let the key's policy allow the role that backs up
            --s3-european-buckets
                give --s3-region-name or --s3-endpoint-url
            --s3-use-new-style
                leave it out, the bucket stands in the host; --s3-path-style puts it into the path
            --s3-unencrypted-connection
                give --s3-endpoint-url http://HOST
            --no-files-changed
                leave it out, names of files are printed only by list-current-files
            --jsonstat
                give --json
            --log-fd --log-file --log-timestamp
                leave it out, and let the shell write the log: >> FILE 2>&1; --json prints the result for programs
            --no-print-statistics
                give -v 2
            --progress --progress-rate
                leave it out, a terminal shows progress by itself
            --compare-data
                leave it out, verify URL DIR compares content; --data checks all that is stored
            --file-changed
                give find PATH URL, which lists every version
            --show-changes-in-set
                give diff --snapshot ID --snapshot2 ID, or nothing for the last two
            --config-dir
                leave it out, there are no settings outside of the command line
            --idr-fakeroot
                give --numeric-owner or --no-restore-ownership
            --ssl-cacert-file --ssl-cacert-path --ssl-no-check-certificate
                the JVM's trust store decides: -Djavax.net.ssl.trustStore=FILE
            --extra-clean
                leave it out, cleanup removes everything that is left over
            --short-filenames --old-filenames --time-separator
                leave it out, names of objects are fixed
            --par2-options --par2-redundancy --par2-volumes
                verify finds damage; a second copy of the repository mends it
            --gio --scp-command --sftp-command --rsync-options --imap-mailbox --imap-full-address --cf-backend \
            --use-scp --mf-purge --mp-segment-size
            """ + STORES;

    private static final Map<String, String> INSTEAD = read(TABLE.lines().toList());

    private ForeignOptions() {}

    private static Map<String, String> read(List<String> lines) {
        Map<String, String> instead = new HashMap<>();
        for (int i = 0; i < lines.size(); i += 2) {
            for (String option : lines.get(i).split(" ")) {
                instead.put(option, lines.get(i + 1).strip());
            }
        }
        return Map.copyOf(instead);
    }

    /** What to do instead, or nothing if Duplicity has no such option either. */
    static String hint(String name) {
        boolean otherStore = OTHER_STORES.stream().anyMatch(name::startsWith);
        return INSTEAD.getOrDefault(name, otherStore ? STORES : "");
    }
}
