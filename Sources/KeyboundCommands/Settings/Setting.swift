/// What the administrator of a computer can set, by its name in the file. On the command line it is `--name`, in the
/// environment `KEYBOUND_NAME`.
enum Setting: String, CaseIterable {
    case socket
    case group
    case stateDir = "state-dir"
    case debounce
    case renewal
    case logLevel = "log-level"
    case catalog
    case sentinel
    case rules
    case listen
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case clientRoots = "client-roots"
    case servers
    case serverRoots = "server-roots"

    var variable: String { "KEYBOUND_" + rawValue.uppercased().replacing("-", with: "_") }

    var explanation: String {
        switch self {
        case .socket: "where programs ask the daemon"
        case .group: "whose members may ask"
        case .stateDir: "the folder of the license store"
        case .debounce: "how long a key may be gone before that is told"
        case .renewal: "how often keys prove themselves anew"
        case .logLevel: "what is logged: debug, info, warning or error"
        case .catalog: "license keys of your own, beside those that are built in"
        case .sentinel: "who is asked for HASP and Sentinel keys"
        case .rules: "who may take which seats"
        case .listen: "where computers of the network ask for seats"
        case .tlsCertificate: "the certificate that they see, and those up to its root"
        case .tlsKey: "its private key"
        case .servers: "seat servers of the network, in the order in which they are asked"
        case .serverRoots: "roots that their certificates may be by"
        case .clientRoots: "roots of the certificates of computers that need no token"
        }
    }

    /// What a value has to be, for people.
    var expected: String {
        switch self {
        case .socket: "an absolute path of at most 103 bytes"
        case .group: "the name of a group of this computer"
        case .stateDir, .catalog, .sentinel, .rules, .tlsCertificate, .tlsKey, .clientRoots,
            .serverRoots:
            "an absolute path"
        case .servers: "URLs with a space between them, such as https://seats.example:1948"
        case .listen: "an address and a port, such as 127.0.0.1:1948 or [::]:1948"
        case .debounce: "a duration from 0s to 60s, such as 5s"
        case .renewal: "a duration from 10s to 10m, such as 10m"
        case .logLevel: "debug, info, warning or error"
        }
    }
}
