package io.tallyspan.config;

import io.tallyspan.carrier.CarrierPolicy;
import io.tallyspan.carrier.CarrierSecret;
import io.tallyspan.carrier.CarrierSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the settings of the carrier; no error message holds a piece of a secret. */
final class CarrierSettingsReader {

    private final SettingReader reader;

    CarrierSettingsReader(SettingReader reader) {
        this.reader = reader;
    }

    CarrierSettings read() {
        return new CarrierSettings(secrets(), policy(), reader.text(Setting.CARRIER_AUDIENCE));
    }

    private CarrierPolicy policy() {
        try {
            return CarrierPolicy.of(reader.list(Setting.CARRIER_HOSTS));
        } catch (IllegalArgumentException e) {
            throw reader.bad(Setting.CARRIER_HOSTS, "host or host:port, separated by commas, without scheme or path");
        }
    }

    private CarrierSecrets secrets() {
        String text = reader.text(Setting.CARRIER_SECRETS);
        Path file = reader.path(Setting.CARRIER_SECRETS_FILE);
        if (text != null && file != null) {
            throw reader.bad(
                    Setting.CARRIER_SECRETS_FILE,
                    "one of " + Setting.CARRIER_SECRETS.key() + " and " + Setting.CARRIER_SECRETS_FILE.key());
        }
        if (text != null) {
            return secrets(Setting.CARRIER_SECRETS, SettingReader.items(text));
        }
        return file == null ? CarrierSecrets.none() : fromFile(file);
    }

    private CarrierSecrets fromFile(Path file) {
        try {
            return secrets(
                    Setting.CARRIER_SECRETS_FILE,
                    Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()));
        } catch (IOException e) {
            TallyspanConfigException bad = reader.bad(Setting.CARRIER_SECRETS_FILE, "a readable file in UTF-8");
            bad.addSuppressed(e);
            throw bad;
        }
    }

    private CarrierSecrets secrets(Setting from, Stream<String> texts) {
        try {
            List<CarrierSecret> secrets = texts.map(CarrierSecret::parse).toList();
            if (secrets.size() > 2) {
                throw reader.bad(from, "one secret, or two while keys rotate; there are " + secrets.size());
            }
            return secrets.isEmpty()
                    ? CarrierSecrets.none()
                    : CarrierSecrets.of(secrets.get(0), secrets.size() == 2 ? secrets.get(1) : null);
        } catch (TallyspanConfigException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw reader.bad(from, "kid:secret; " + e.getMessage());
        }
    }
}
