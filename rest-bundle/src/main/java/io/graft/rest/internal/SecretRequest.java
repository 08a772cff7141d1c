package io.graft.rest.internal;

import io.graft.rest.ApiException;
import java.util.ArrayList;
import java.util.List;

/** EdgeX's request to keep a secret. It is checked and never shown. */
record SecretRequest(String apiVersion, String requestId, String secretName, List<KeyValue> secretData) {

    record KeyValue(String key, String value) {

        @Override
        public String toString() {
            return "KeyValue[key=" + key + "]";
        }
    }

    private static final String NAME = "SecretRequest.";

    /**
     * Checks it by EdgeX's rules.
     *
     * @throws ApiException 400 that names each field that is missing
     */
    void check() {
        List<String> faults = new ArrayList<>();
        require(apiVersion, "BaseRequest.Versionable.ApiVersion", faults);
        require(secretName, "SecretName", faults);
        if (secretData == null || secretData.isEmpty()) {
            faults.add(NAME + "SecretData field is required");
        } else {
            for (int i = 0; i < secretData.size(); i++) {
                KeyValue entry = secretData.get(i);
                require(entry == null ? null : entry.key, "SecretData[" + i + "].Key", faults);
                require(entry == null ? null : entry.value, "SecretData[" + i + "].Value", faults);
            }
        }
        if (!faults.isEmpty()) {
            throw ApiException.invalid(String.join("; ", faults));
        }
    }

    private static void require(String value, String field, List<String> faults) {
        if (value == null || value.isEmpty()) {
            faults.add(NAME + field + " field is required");
        }
    }
}
