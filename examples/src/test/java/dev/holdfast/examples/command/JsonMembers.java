package dev.holdfast.examples.command;

import java.util.TreeMap;

/** The members of a JSON text, by their paths, with the types of their values: {@code failures[].path} is a string. */
final class JsonMembers {

    private final String text;
    private final TreeMap<String, String> types = new TreeMap<>();
    private int at;

    private JsonMembers(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is not exactly one JSON object */
    static TreeMap<String, String> of(String text) {
        JsonMembers members = new JsonMembers(text.strip());
        String type = members.value("");
        if (!type.equals("object") || members.at != members.text.length()) {
            throw new IllegalArgumentException("not one JSON object: " + text);
        }
        return members.types;
    }

    private String value(String path) {
        switch (text.charAt(at)) {
            case '{' -> {
                return object(path);
            }
            case '[' -> {
                return array(path);
            }
            case '"' -> {
                string();
                return "string";
            }
            default -> {
                int start = at;
                while (",]}".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String word = text.substring(start, at);
                return word.equals("true") || word.equals("false") ? "boolean" : number(word);
            }
        }
    }

    private static String number(String word) {
        Long.parseLong(word);
        return "number";
    }

    private String object(String path) {
        at++;
        while (text.charAt(at) != '}') {
            String name = (path.isEmpty() ? "" : path + ".") + string();
            expect(':');
            String type = value(name);
            if (!type.equals("object")) {
                types.put(name, type);
            }
            skipComma();
        }
        at++;
        return "object";
    }

    private String array(String path) {
        at++;
        String type = "strings";
        while (text.charAt(at) != ']') {
            type = value(path + "[]").equals("object") ? "object" : "strings";
            skipComma();
        }
        at++;
        return type;
    }

    private String string() {
        int start = ++at;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(start, at++);
    }

    private void expect(char c) {
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException("expected " + c + " at " + (at - 1) + ": " + text);
        }
    }

    private void skipComma() {
        if (text.charAt(at) == ',') {
            at++;
        }
    }
}
