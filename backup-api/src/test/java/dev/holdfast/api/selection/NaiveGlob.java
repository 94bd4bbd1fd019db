package dev.holdfast.api.selection;

/** The language of globs as its definition says it, by trying everything. Only for text within the BMP. */
final class NaiveGlob {

    private NaiveGlob() {}

    static boolean matches(String glob, String path, boolean directory) {
        if (glob.equals("/")) {
            return matches("/**", path, directory);
        }
        if (glob.endsWith("/")) {
            String name = glob.substring(0, glob.length() - 1);
            return matches(name, path, directory) && (directory || !exact(name, path));
        }
        for (int end = 0; end <= path.length(); end++) {
            if ((end == path.length() || path.charAt(end) == '/') && exact(glob, path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    static boolean leads(String glob, String path) {
        int deep = deepStar(glob);
        String leading = deep < 0 ? glob : glob.substring(0, deep + 2);
        if (path.equals("/") && glob.startsWith("/") || deep >= 0 && exact(leading, path)) {
            return true;
        }
        for (int slash = leading.indexOf('/'); slash >= 0; slash = leading.indexOf('/', slash + 1)) {
            if (exact(leading.substring(0, slash), path)) {
                return true;
            }
        }
        return false;
    }

    /** Not in a class, where two stars are one member. */
    private static int deepStar(String glob) {
        if (glob.isEmpty() || glob.startsWith("**")) {
            return glob.isEmpty() ? -1 : 0;
        }
        int close = glob.charAt(0) == '[' ? close(glob) : -1;
        int step = close > 0 ? close + 1 : 1;
        int deep = deepStar(glob.substring(step));
        return deep < 0 ? -1 : deep + step;
    }

    private static boolean exact(String glob, String path) {
        if (glob.isEmpty()) {
            return path.isEmpty();
        }
        if (glob.startsWith("**")) {
            return exact(glob.substring(2), path) || !path.isEmpty() && exact(glob, path.substring(1));
        }
        char c = glob.charAt(0);
        if (c == '*') {
            return exact(glob.substring(1), path)
                    || !path.isEmpty() && path.charAt(0) != '/' && exact(glob, path.substring(1));
        }
        if (path.isEmpty()) {
            return false;
        }
        char p = path.charAt(0);
        int close = c == '[' ? close(glob) : -1;
        if (close > 0) {
            return p != '/'
                    && isMember(glob.substring(1, close), p)
                    && exact(glob.substring(close + 1), path.substring(1));
        }
        return (c == '?' ? p != '/' : c == p) && exact(glob.substring(1), path.substring(1));
    }

    private static int close(String glob) {
        int i = 1;
        if (i < glob.length() && "!^".indexOf(glob.charAt(i)) >= 0) {
            i++;
        }
        return glob.indexOf(']', i + 1);
    }

    private static boolean isMember(String members, char c) {
        if (members.startsWith("!") || members.startsWith("^")) {
            return !isMember(members.substring(1), c);
        }
        for (int i = 0; i < members.length(); i++) {
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                if (c >= members.charAt(i) && c <= members.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (c == members.charAt(i)) {
                return true;
            }
        }
        return false;
    }
}
