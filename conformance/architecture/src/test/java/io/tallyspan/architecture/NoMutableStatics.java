package io.tallyspan.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Static fields are final: state belongs to an object that somebody can close. */
final class NoMutableStatics extends ArchCondition<JavaClass> {

    NoMutableStatics() {
        super("have no static field that can change");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
            boolean isStatic = field.getModifiers().contains(JavaModifier.STATIC);
            boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
            boolean isSynthetic = field.getModifiers().contains(JavaModifier.SYNTHETIC);
            if (isStatic && !isFinal && !isSynthetic) {
                events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is static and not final"));
            }
        }
    }
}
