package io.graft.rest.internal.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyMetadata;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.CreatorProperty;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.ValueInstantiators;
import com.fasterxml.jackson.databind.deser.impl.PropertyValueBuffer;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes Jackson build a record at the end of its JSON object instead of as soon as every component has a value: else it
 * fails on a key that comes twice, of which the last has to count.
 */
final class WholeObjects extends ValueInstantiators.Base {

    /** A component that never gets a value, so that the others are never complete. */
    private static final PropertyName NEVER = PropertyName.construct("\u0000");

    @Override
    public ValueInstantiator findValueInstantiator(
            DeserializationConfig config, BeanDescription description, ValueInstantiator usual) {
        return description.getBeanClass().isRecord() && usual.canCreateFromObjectWith() ? new AtTheEnd(usual) : usual;
    }

    private static final class AtTheEnd extends ValueInstantiator.Delegating {

        private static final long serialVersionUID = 1L;

        AtTheEnd(ValueInstantiator usual) {
            super(usual);
        }

        @Override
        public ValueInstantiator createContextual(DeserializationContext context, BeanDescription description)
                throws JsonMappingException {
            return new AtTheEnd(delegate().createContextual(context, description));
        }

        @Override
        public SettableBeanProperty[] getFromObjectArguments(DeserializationConfig config) {
            SettableBeanProperty[] components = delegate().getFromObjectArguments(config);
            SettableBeanProperty[] more = Arrays.copyOf(components, components.length + 1);
            more[components.length] = CreatorProperty.construct(
                    NEVER,
                    config.constructType(Object.class),
                    null,
                    null,
                    null,
                    null,
                    components.length,
                    null,
                    PropertyMetadata.STD_OPTIONAL);
            return more;
        }

        @Override
        public Object createFromObjectWith(
                DeserializationContext context, SettableBeanProperty[] components, PropertyValueBuffer values)
                throws IOException {
            return createFromObjectWith(context, values.getParameters(components));
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] values) throws IOException {
            return delegate().createFromObjectWith(context, Arrays.copyOf(values, values.length - 1));
        }
    }
}
