package io.graft.persistence.mongo.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Graft MongoDB persistence",
        description = "Keeps events and documents in MongoDB 4.4 or newer: standalone, replica set or sharded cluster."
                + " Every change opens the connection anew, without a gap.")
@interface MongoConfiguration {

    @AttributeDefinition(
            name = "Name",
            description = "What services are bound to, as persistence.provider: lower-case letters, digits and dashes."
                    + " Another instance has another name. Takes effect when the provider is started again.")
    String name() default "mongo";

    @AttributeDefinition(
            name = "Address",
            description = "A connection string of MongoDB, e.g. mongodb://db1:27017,db2:27017/?replicaSet=rs0 or"
                    + " mongodb+srv://cluster.example.org. Options in it are kept, but for the write concern, which is"
                    + " always majority with journal.")
    String uri() default "mongodb://127.0.0.1:27017";

    @AttributeDefinition(
            name = "Database",
            description = "The database that everything is in. One gateway at a time may use it.")
    String database() default "graft";

    @AttributeDefinition(
            name = "Mechanism",
            description = "How the gateway shows who it is: SCRAM for a user and a password (the server says which"
                    + " SCRAM), X509 for the certificate of the key store, or empty for what the address says.",
            required = false)
    String auth_mechanism() default "";

    @AttributeDefinition(name = "User", description = "The user; empty for what the address says.", required = false)
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "The user's password; better $[secret:name] or $[env:NAME] than the password itself.",
            type = AttributeType.PASSWORD,
            required = false)
    String password() default "";

    @AttributeDefinition(name = "Database of the user", description = "The database that the user was created in.")
    String auth_database() default "admin";

    @AttributeDefinition(
            name = "TLS",
            description = "Whether the connection is encrypted; also on when the address says tls=true.")
    boolean tls() default false;

    @AttributeDefinition(
            name = "Trust store",
            description = "A PKCS #12 file with the authorities that the server's certificate may come from; empty for"
                    + " those of the Java runtime.",
            required = false)
    String tls_trust_store() default "";

    @AttributeDefinition(
            name = "Password of the trust store",
            description = "The password of the trust store.",
            type = AttributeType.PASSWORD,
            required = false)
    String tls_trust_store_password() default "";

    @AttributeDefinition(
            name = "Key store",
            description = "A PKCS #12 file with the gateway's own key and certificate; empty for none.",
            required = false)
    String tls_key_store() default "";

    @AttributeDefinition(
            name = "Password of the key store",
            description = "The password of the key store and of the key in it.",
            type = AttributeType.PASSWORD,
            required = false)
    String tls_key_store_password() default "";

    @AttributeDefinition(
            name = "Time-out",
            description = "How long one operation may take at most, in milliseconds, 1000 to 600000.",
            min = "1000",
            max = "600000")
    int timeout_millis() default 10_000;

    @AttributeDefinition(
            name = "Time-out of the connection",
            description = "How long to wait for a server that can be used, in milliseconds, 100 to 60000.",
            min = "100",
            max = "60000")
    int connect_timeout_millis() default 3_000;

    @AttributeDefinition(
            name = "Connections",
            description = "How many connections there are to each server at most, 2 to 500.",
            min = "2",
            max = "500")
    int connections_max() default 32;
}
