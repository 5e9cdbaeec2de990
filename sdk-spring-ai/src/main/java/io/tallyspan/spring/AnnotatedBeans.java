package io.tallyspan.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.Customer;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.MethodMatcher;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Lets the annotations of {@code io.tallyspan.annotation} and {@link CustomerExpression} apply to calls of any bean, as
 * Spring lets {@code @Async} and {@code @Transactional} do: through a proxy, so not to calls that a bean makes to
 * itself. An annotation that makes no sense is an error when the bean is made.
 */
public final class AnnotatedBeans extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");
    private static final String OURS = Customer.class.getPackageName();

    private final transient Supplier<Tallyspan> tallyspan;
    private final transient ConcurrentHashMap<Class<?>, Boolean> mentions = new ConcurrentHashMap<>();

    /** {@code tallyspan} is asked for with the first annotated bean. */
    public AnnotatedBeans(Supplier<Tallyspan> tallyspan) {
        this.tallyspan = tallyspan;
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(true);
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        advisor = new DefaultPointcutAdvisor(new OfAnnotated(), new AttributedCalls(tallyspan, beanFactory));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopUtils.getTargetClass(bean);
        if (isMentioned(type)) {
            for (Method method : ClassUtils.getUserClass(type).getMethods()) {
                var unused = tallyspan.get().annotations().plan(type, method);
            }
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    @Override
    protected boolean isEligible(Object bean, String beanName) {
        Class<?> type = AopUtils.getTargetClass(bean);
        // of the JDK's own, such as a service that is only an interface, Spring makes proxies of their interfaces
        boolean ofInterfaces = Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
        if (ofInterfaces || !Modifier.isFinal(type.getModifiers())) {
            return super.isEligible(bean, beanName);
        }
        if (isMentioned(type)) {
            LOGGER.warning(() -> "The annotations of " + type.getName() + " (bean " + beanName
                    + ") do not apply, for a final class can have no proxy: make it non-final, or call"
                    + " tallyspan.proxy(...) with an interface of it");
        }
        return false;
    }

    /** All methods of classes that mention an annotation: the call decides, by the plan of its method. */
    private final class OfAnnotated implements Pointcut {
        @Override
        public ClassFilter getClassFilter() {
            return AnnotatedBeans.this::isMentioned;
        }

        @Override
        public MethodMatcher getMethodMatcher() {
            return MethodMatcher.TRUE;
        }
    }

    private boolean isMentioned(Class<?> type) {
        Class<?> own = ClassUtils.getUserClass(type);
        return mentions.computeIfAbsent(own, AnnotatedBeans::mentions);
    }

    private static boolean mentions(Class<?> type) {
        if (type.getName().startsWith("java.") || type.getName().startsWith("org.springframework.")) {
            return false;
        }
        try {
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
                if (isAnnotated(each)) {
                    return true;
                }
            }
            return ClassUtils.getAllInterfacesForClassAsSet(type).stream().anyMatch(AnnotatedBeans::isAnnotated);
        } catch (LinkageError e) {
            return false; // it speaks of types that the application does without
        }
    }

    private static boolean isAnnotated(Class<?> type) {
        if (hasOurs(type)) {
            return true;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (hasOurs(method)) {
                return true;
            }
            for (Parameter parameter : method.getParameters()) {
                if (hasOurs(parameter)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasOurs(AnnotatedElement element) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            Class<?> kind = annotation.annotationType();
            if (kind == CustomerExpression.class || kind.getPackageName().equals(OURS)) {
                return true;
            }
        }
        return false;
    }
}
