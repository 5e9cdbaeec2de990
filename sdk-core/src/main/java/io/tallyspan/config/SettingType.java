package io.tallyspan.config;

/** The form of a setting's value, as {@code docs/configuration.md} explains it. */
enum SettingType {
    BOOLEAN("boolean"),
    INTEGER("integer"),
    DURATION("duration"),
    TEXT("text"),
    CHOICE("choice"),
    LIST("list"),
    PAIRS("pairs"),
    PATH("path"),
    URL("url"),
    SECRET("secret");

    private final String shown;

    SettingType(String shown) {
        this.shown = shown;
    }

    String shown() {
        return shown;
    }
}
