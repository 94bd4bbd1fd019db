package dev.holdfast.core.catalog.entry;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import org.jspecify.annotations.Nullable;

/** The JSON of entries. Normative: docs/format.md §8.3. */
public final class EntryCodec {

    private static final int MAX_ITEMS = 64;

    private EntryCodec() {}

    private static String name(EntryType type) {
        return switch (type) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "symlink";
            case FIFO -> "fifo";
            case CHARACTER_DEVICE -> "character";
            case BLOCK_DEVICE -> "block";
        };
    }

    private static EntryType type(JsonReader json) {
        String name = json.text();
        return switch (name) {
            case "file" -> EntryType.FILE;
            case "directory" -> EntryType.DIRECTORY;
            case "symlink" -> EntryType.SYMLINK;
            case "fifo" -> EntryType.FIFO;
            case "character" -> EntryType.CHARACTER_DEVICE;
            case "block" -> EntryType.BLOCK_DEVICE;
            default -> throw json.malformed("no type of entry: \"" + name + "\"");
        };
    }

    public static void write(JsonWriter json, Entry entry) {
        json.beginObject();
        json.path("path", entry.path());
        json.string("type", name(entry.type()));
        if (entry.type() == EntryType.FILE) {
            json.number("size", entry.sizeBytes());
        }
        if (entry.mode().isPresent()) {
            json.string("mode", octal(entry.mode().getAsInt()));
        }
        if (entry.userId().isPresent()) {
            json.number("uid", entry.userId().getAsLong());
        }
        if (entry.groupId().isPresent()) {
            json.number("gid", entry.groupId().getAsLong());
        }
        entry.userName().ifPresent(user -> json.string("user", user));
        entry.groupName().ifPresent(group -> json.string("group", group));
        json.time("mtime", entry.modified());
        entry.changed().ifPresent(changed -> json.time("ctime", changed));
        entry.inode().ifPresent(inode -> {
            json.string("inode", inode);
            json.number("fs", entry.fileSystem());
        });
        entry.linkTarget().ifPresent(target -> json.name("target", target));
        entry.hardLinkTo().ifPresent(first -> json.path("link", first));
        if (entry.type() == EntryType.CHARACTER_DEVICE || entry.type() == EntryType.BLOCK_DEVICE) {
            json.string("device", entry.deviceMajor() + ":" + entry.deviceMinor());
        }
        writeAttributes(json, entry.attributes());
        writeContent(json, entry.content());
        json.flag("racy", entry.racy());
        entry.keptFrom().ifPresent(snapshot -> json.string("kept", snapshot.value()));
        json.flag("failed", entry.failed());
        json.end();
    }

    private static String octal(int mode) {
        String digits = Integer.toOctalString(mode);
        return "0000".substring(Math.min(4, digits.length())) + digits;
    }

    private static void writeAttributes(JsonWriter json, Attributes attributes) {
        ChunkRef page = attributes.page();
        if (page != null) {
            page.write(json, "attributesPage");
        } else if (!attributes.list().isEmpty()) {
            json.beginArray("attributes");
            for (Attributes.Attribute attribute : attributes.list()) {
                writeAttribute(json, attribute);
            }
            json.end();
        }
    }

    public static void writeAttribute(JsonWriter json, Attributes.Attribute attribute) {
        json.beginObject();
        json.name("name", attribute.name());
        json.base64("value64", attribute.value());
        json.end();
    }

    private static void writeContent(JsonWriter json, Content content) {
        PageTree pages = content.pages();
        if (pages != null) {
            TreeCodec.write(json, "contentPages", pages);
        } else if (!content.items().isEmpty()) {
            json.beginArray("content");
            for (ContentItem item : content.items()) {
                ContentItemCodec.write(json, item);
            }
            json.end();
        }
    }

    /** Reads an entry whose object the reader stands in. */
    public static Entry read(JsonReader json) {
        EntryPath path = null;
        EntryType type = null;
        Fields fields = new Fields();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "path", "path64" -> path = json.path();
                case "type" -> type = type(json);
                default -> fields.take(member, json);
            }
        }
        return fields.entry(json.required(path, "path"), json.required(type, "type"), json);
    }

    public static Attributes.Attribute readAttribute(JsonReader json) {
        byte[] name = null;
        byte[] value = null;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "name", "name64" -> name = withoutNul(json);
                case "value64" -> value = json.base64();
                default -> json.skip();
            }
        }
        byte[] named = json.required(name, "name");
        if (named.length == 0) {
            throw json.malformed("an attribute without a name");
        }
        return new Attributes.Attribute(named, json.required(value, "value64"));
    }

    /** A system takes a name as far as its first NUL, which would make it another one. */
    private static byte[] withoutNul(JsonReader json) {
        byte[] name = json.name();
        for (byte each : name) {
            if (each == 0) {
                throw json.malformed("a name that holds NUL");
            }
        }
        return name;
    }

    /** The members beside path and type, gathered until the builder can be made. */
    private static final class Fields {
        private final Entry.Builder values = Entry.builder(EntryPath.ROOT, EntryType.FILE);
        private long uid = -1;
        private long gid = -1;
        private @Nullable String user;
        private @Nullable String group;
        private @Nullable String inode;
        private int fileSystem;
        private boolean hasSize;
        private boolean isLink;
        private boolean failed;
        private boolean hasAttributes;
        private @Nullable Content content;
        private byte @Nullable [] target;
        private @Nullable String device;

        void take(String member, JsonReader json) {
            switch (member) {
                case "size" -> {
                    hasSize = true;
                    values.sizeBytes(json.number());
                }
                case "mode" -> values.mode(mode(json));
                case "uid" -> uid = json.number();
                case "gid" -> gid = json.number();
                case "user" -> user = json.text();
                case "group" -> group = json.text();
                case "mtime" -> values.modified(json.time());
                case "ctime" -> values.changed(json.time());
                case "inode" -> inode = inode(json);
                case "fs" -> fileSystem = json.number(Integer.MAX_VALUE);
                case "target", "target64" -> target = withoutNul(json);
                case "link", "link64" -> {
                    isLink = true;
                    values.hardLinkTo(json.path());
                }
                case "device" -> device(json);
                case "attributes" -> take(attributes(json), json);
                case "attributesPage" -> take(Attributes.of(ChunkRef.read(json)), json);
                case "content" -> take(content(json), json);
                case "contentPages" -> take(Content.of(TreeCodec.read(json)), json);
                case "racy" -> values.racy(json.flag());
                case "kept" -> values.keptFrom(json.snapshotId());
                case "failed" -> {
                    failed = json.flag();
                    values.failed(failed);
                }
                default -> json.skip();
            }
        }

        private void take(Attributes attributes, JsonReader json) {
            if (hasAttributes) {
                throw json.malformed("attributes in both forms");
            }
            hasAttributes = true;
            values.attributes(attributes);
        }

        private void take(Content read, JsonReader json) {
            if (content != null) {
                throw json.malformed("content in both forms");
            }
            content = read;
            values.content(read);
        }

        private static String inode(JsonReader json) {
            String digits = json.text();
            try {
                Long.parseUnsignedLong(digits);
            } catch (NumberFormatException e) {
                throw json.malformed(e);
            }
            if (digits.charAt(0) == '+' || digits.charAt(0) == '0' && digits.length() > 1) {
                throw json.malformed("not the number of an inode: \"" + digits + "\"");
            }
            return digits;
        }

        private static int mode(JsonReader json) {
            String digits = json.text();
            int mode = 0;
            boolean valid = digits.length() == 4;
            for (int i = 0; valid && i < digits.length(); i++) {
                int digit = digits.charAt(i) - '0';
                valid = digit >= 0 && digit <= 7;
                mode = mode << 3 | digit;
            }
            if (!valid) {
                throw json.malformed("not a mode: \"" + digits + "\"");
            }
            return mode;
        }

        private void device(JsonReader json) {
            String text = json.text();
            int colon = text.indexOf(':');
            try {
                int major = Integer.parseUnsignedInt(text.substring(0, Math.max(0, colon)));
                int minor = Integer.parseUnsignedInt(text.substring(colon + 1));
                device = Integer.toUnsignedString(major) + ":" + Integer.toUnsignedString(minor);
                values.device(major, minor);
            } catch (NumberFormatException e) {
                throw json.malformed(e);
            }
            if (!text.equals(device)) {
                throw json.malformed("not a device: major:minor expected, found \"" + text + "\"");
            }
        }

        private static Attributes attributes(JsonReader json) {
            return Attributes.of(json.array(element -> {
                element.beginObject();
                return readAttribute(element);
            }));
        }

        private static Content content(JsonReader json) {
            ChunkRef.Builder chunk = new ChunkRef.Builder();
            return Content.of(json.array(MAX_ITEMS, "items of content", element -> {
                element.beginObject();
                return ContentItemCodec.read(element, chunk);
            }));
        }

        Entry entry(EntryPath path, EntryType type, JsonReader json) {
            boolean isDevice = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
            if ((type == EntryType.SYMLINK) != (target != null) || isDevice != (device != null)) {
                throw json.malformed(
                        "a symbolic link or device without its target or number, or another entry with one");
            }
            boolean hasContent = content != null && content != Content.EMPTY;
            if (type != EntryType.FILE && (hasSize || isLink || hasContent)) {
                throw json.malformed("size, content or link of what is no file");
            }
            if (hasContent && (isLink || failed)) {
                throw json.malformed("content of a link, or of what could not be read");
            }
            return values.named(path, type)
                    .linkTarget(target)
                    .owner(uid, user, gid, group)
                    .inode(inode, fileSystem)
                    .build();
        }
    }
}
