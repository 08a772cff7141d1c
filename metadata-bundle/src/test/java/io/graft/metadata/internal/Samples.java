package io.graft.metadata.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Request bodies; single quotes stand for double ones. */
final class Samples {

    private Samples() {}

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    static ObjectNode object(String singleQuoted) {
        try {
            return (ObjectNode) Api.MAPPER.readTree(json(singleQuoted));
        } catch (JsonProcessingException e) {
            throw new AssertionError(singleQuoted, e);
        }
    }

    static ObjectNode service(String name) {
        return object("{'name':'X','baseAddress':'http://localhost:59900','adminState':'UNLOCKED'}")
                .put("name", name);
    }

    static ObjectNode profile(String name) {
        return object("{'name':'X','manufacturer':'Graft','model':'M1','labels':['a','b'],"
                        + "'deviceResources':[{'name':'Int8','isHidden':false,'properties':{'valueType':'int8',"
                        + "'readWrite':'RW','units':'°C','minimum':-12.50,'maximum':100}},"
                        + "{'name':'Float','properties':{'valueType':'Float64','readWrite':'R'}}],"
                        + "'deviceCommands':[{'name':'Both','readWrite':'R','resourceOperations':["
                        + "{'deviceResource':'Int8'},{'deviceResource':'Float'}]}]}")
                .put("name", name);
    }

    static ObjectNode device(String name, String service, String profile) {
        return object(
                        "{'name':'X','adminState':'UNLOCKED','operatingState':'UP','protocols':{'other':{'Address':'1'}}}")
                .put("name", name)
                .put("serviceName", service)
                .put("profileName", profile);
    }

    static ObjectNode watcher(String name, String service, String profile) {
        ObjectNode watcher = object("{'name':'X','identifiers':{'address':'localhost','port':'3[0-9]{2}'},"
                        + "'adminState':'UNLOCKED','discoveredDevice':{'adminState':'UNLOCKED'}}")
                .put("name", name)
                .put("serviceName", service);
        watcher.withObject("/discoveredDevice").put("profileName", profile);
        return watcher;
    }

    /** An array of one request whose content is under this key. */
    static String request(String key, JsonNode content) {
        ObjectNode item = Api.MAPPER.createObjectNode().put("apiVersion", "v3");
        item.set(key, content);
        return "[" + item + "]";
    }

    static String devices(JsonNode... devices) {
        StringBuilder array = new StringBuilder("[");
        for (JsonNode device : devices) {
            String item = request("device", device);
            array.append(array.length() == 1 ? "" : ",").append(item, 1, item.length() - 1);
        }
        return array.append(']').toString();
    }
}
