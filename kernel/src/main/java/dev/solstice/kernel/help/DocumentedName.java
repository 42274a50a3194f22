package dev.solstice.kernel.help;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The class or member that a signature is about.
///
/// @param packageName empty where the signature leaves out what is imported
/// @param className   `Map.Entry`
/// @param member      a constructor has its class's name; empty for the class itself
/// @param parameters  types without packages and type arguments, of a method or constructor
record DocumentedName(String packageName, String className, String member, Optional<List<String>> parameters) {
    private static final String TYPE = "(?<package>(?:[a-z_]\\w*\\.)*)(?<class>[A-Z$]\\w*(?:\\.[A-Z$]\\w*)*?)";
    private static final String PARAMETERS = "\\((?<parameters>[^)]*)\\).*";
    private static final Pattern METHOD = Pattern.compile("(?:.*\\s)?" + TYPE + "\\.(?<member>\\w+)" + PARAMETERS);
    private static final Pattern CONSTRUCTOR = Pattern.compile(TYPE + PARAMETERS);
    private static final Pattern FIELD = Pattern.compile(TYPE + "\\.(?<member>\\w+):.*");
    private static final Pattern CLASS = Pattern.compile(TYPE);
    private static final Pattern ARGUMENTS = Pattern.compile("<[^<>]*>");

    /// @param signature as JShell's documentation gives it
    static Optional<DocumentedName> of(String signature) {
        var plain = signature;
        while (ARGUMENTS.matcher(plain).find()) {
            plain = ARGUMENTS.matcher(plain).replaceAll("");
        }
        for (var kind : List.of(METHOD, CONSTRUCTOR, FIELD, CLASS)) {
            var match = kind.matcher(plain.strip());
            if (match.matches()) {
                var type = match.group("class");
                var member = kind == METHOD || kind == FIELD ? match.group("member") : kind == CONSTRUCTOR ? simple(type) : "";
                return Optional.of(new DocumentedName(match.group("package"), type, member,
                    kind == METHOD || kind == CONSTRUCTOR ? Optional.of(types(match.group("parameters"))) : Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /// Types of a list of parameters with or without their names.
    static List<String> types(String parameters) {
        return parameters.isBlank() ? List.of()
            : Stream.of(parameters.split(",")).map(parameter -> simple(parameter.strip().split("\\s")[0])).toList();
    }

    /// `com/github/javafaker/Faker`, as far as it is known.
    String path() {
        return packageName.replace('.', '/') + className;
    }

    private static String simple(String type) {
        int ending = type.endsWith("...") ? type.length() - 3 : type.length();
        return type.substring(type.lastIndexOf('.', ending - 1) + 1);
    }
}
