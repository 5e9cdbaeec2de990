package io.tallyspan.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the settings of the carrier; no error message holds a piece of a secret. */
final class CarrierSettingsReader {

    private final SettingReader reader;

    CarrierSettingsReader(SettingReader reader) {
        this.reader = reader;
    }

    CarrierSettings read() {
        return new CarrierSettings(
                secrets(),
                reader.list(Setting.CARRIER_HOSTS).stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .peek(host -> requireHost(host))
                        .collect(Collectors.toUnmodifiableSet()),
                reader.text(Setting.CARRIER_AUDIENCE));
    }

    private void requireHost(String host) {
        if (!HostRules.isHost(host)) {
            throw reader.bad(Setting.CARRIER_HOSTS, "host or host:port, separated by commas, without scheme or path");
        }
    }

    private List<CarrierSecret> secrets() {
        String text = reader.text(Setting.CARRIER_SECRETS);
        Path file = reader.path(Setting.CARRIER_SECRETS_FILE);
        if (text != null && file != null) {
            throw reader.bad(
                    Setting.CARRIER_SECRETS_FILE,
                    "one of " + Setting.CARRIER_SECRETS.key() + " and " + Setting.CARRIER_SECRETS_FILE.key());
        }
        if (text != null) {
            return SettingReader.items(text)
                    .map(item ->
                            secret(item, () -> reader.bad(Setting.CARRIER_SECRETS, "kid:secret, separated by commas")))
                    .toList();
        }
        return file == null ? List.of() : fromFile(file);
    }

    private List<CarrierSecret> fromFile(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(line -> secret(
                            line,
                            () -> reader.bad(Setting.CARRIER_SECRETS_FILE, "a file with one kid:secret on each line")))
                    .toList();
        } catch (IOException e) {
            TallyspanConfigException bad = reader.bad(Setting.CARRIER_SECRETS_FILE, "a readable file in UTF-8");
            bad.addSuppressed(e);
            throw bad;
        }
    }

    private static CarrierSecret secret(String text, Supplier<TallyspanConfigException> bad) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw bad.get();
        }
        return new CarrierSecret(text.substring(0, colon), text.substring(colon + 1));
    }
}
