/// Why the agent does not work.
package enum ServingError: Error, Hashable, Sendable {
    /// Another agent has the socket.
    case taken(path: String)
    /// The step that failed on the way to the socket.
    case socket(path: String, step: SocketStep, errno: Int32)
    /// What the service manager handed over is no Unix socket that listens.
    case handedOver

    package enum SocketStep: String, Sendable {
        case folder, lock, create, mode, group, listen, place
    }
}
