package io.tallyspan.testing.kit;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.AttemptSource;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a client differs from the others.
 *
 * @param dialect what it speaks: {@link Dialect#OPENAI} (chat completions) or {@link Dialect#ANTHROPIC} (messages)
 * @param attemptSource how the attempts of its calls are known
 * @param abilities what it can do; every case that needs more is skipped and says so
 */
public record KitOptions(Dialect dialect, AttemptSource attemptSource, Set<Ability> abilities) {

    /** Checks the arguments and copies the abilities. */
    public KitOptions {
        requireNonNull(attemptSource, "attemptSource");
        abilities = Set.copyOf(abilities);
        if (dialect != Dialect.OPENAI && dialect != Dialect.ANTHROPIC) {
            throw new IllegalArgumentException("the kit speaks openai and anthropic, not " + dialect.wireName());
        }
    }

    /** A client that can do everything. */
    public static KitOptions of(Dialect dialect, AttemptSource attemptSource) {
        return new KitOptions(dialect, attemptSource, EnumSet.allOf(Ability.class));
    }

    /** The same without an ability. */
    public KitOptions without(Ability... missing) {
        Set<Ability> rest = EnumSet.noneOf(Ability.class);
        rest.addAll(abilities);
        rest.removeAll(Set.of(missing));
        return new KitOptions(dialect, attemptSource, rest);
    }

    /** The same as seen by another dialect. */
    public KitOptions speaking(Dialect other) {
        return new KitOptions(other, attemptSource, abilities);
    }

    boolean can(Ability ability) {
        return abilities.contains(ability);
    }
}
