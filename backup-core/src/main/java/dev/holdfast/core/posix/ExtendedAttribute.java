package dev.holdfast.core.posix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An extended attribute of a file: name with its prefix ({@code user.}, {@code security.} …), and value. POSIX ACLs are
 * the attributes {@code system.posix_acl_access} and {@code system.posix_acl_default}. Ordered by the unsigned bytes of
 * the name. Immutable; arrays are copied in and out.
 */
public final class ExtendedAttribute implements Comparable<ExtendedAttribute> {

    private final byte[] name;
    private final byte[] value;

    public ExtendedAttribute(byte[] name, byte[] value) {
        this.name = name.clone();
        this.value = value.clone();
    }

    public ExtendedAttribute(String name, byte[] value) {
        this(name.getBytes(StandardCharsets.UTF_8), value);
    }

    public byte[] name() {
        return name.clone();
    }

    public byte[] value() {
        return value.clone();
    }

    /** Whether it is one of the two attributes that hold ACLs. */
    public boolean isAcl() {
        return startsWith("system.posix_acl_");
    }

    /** Whether it lends rights to whoever runs the file. */
    public boolean isCapability() {
        return startsWith("security.capability");
    }

    /** Whether users set it as they like, rather than the system or for it. */
    public boolean isOfUser() {
        return startsWith("user.");
    }

    boolean startsWith(String prefix) {
        int n = prefix.length();
        return name.length >= n && prefix.equals(new String(name, 0, n, StandardCharsets.ISO_8859_1));
    }

    @Override
    public int compareTo(ExtendedAttribute other) {
        return Arrays.compareUnsigned(name, other.name);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ExtendedAttribute other
                && Arrays.equals(name, other.name)
                && Arrays.equals(value, other.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
    }

    /** The name as UTF-8 text, for people. */
    @Override
    public String toString() {
        return new String(name, StandardCharsets.UTF_8);
    }
}
