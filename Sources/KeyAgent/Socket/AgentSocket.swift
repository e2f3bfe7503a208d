import Glibc
import PlainHTTP

/// The socket that the agent listens on: one that the service manager has opened, or its own.
struct AgentSocket: ~Copyable {
    static let backlog: Int32 = 4096
    /// The first socket that a service manager hands over (sd_listen_fds(3)).
    private static let firstHandedOver: Int32 = 3

    let descriptor: Int32
    private let path: String?
    private let lock: Int32

    private init(_ descriptor: Int32, path: String?, lock: Int32) {
        self.descriptor = descriptor
        self.path = path
        self.lock = lock
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// - Parameter environment: as the process was started with it.
    static func open(
        _ settings: AgentSettings, environment: [String: String]
    ) throws(ServingError) -> AgentSocket {
        guard environment["LISTEN_PID"].flatMap(Int32.init) != getpid() else {
            guard environment["LISTEN_FDS"] == "1", listens(firstHandedOver) else {
                throw .handedOver
            }
            return AgentSocket(firstHandedOver, path: nil, lock: -1)
        }
        let path = settings.socket.path
        let lock = try lock(path)
        do throws(ServingError) {
            let descriptor = try bind(settings.socket, group: settings.group)
            return AgentSocket(descriptor, path: path, lock: lock)
        } catch {
            close(lock)
            throw error
        }
    }

    deinit {
        // The descriptor is the server's, which has closed it.
        guard let path else { return }
        unsafe unlink(path)
        close(lock)
    }

    /// One agent a path: the lock ends with its process, however that ends.
    private static func lock(_ path: String) throws(ServingError) -> Int32 {
        let lock = unsafe Glibc.open(
            path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else {
            throw .socket(path: path, step: errno == ENOENT ? .folder : .lock, errno: errno)
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .taken(path: path)
        }
        return lock
    }

    /// The socket has its group and mode before it has its name, and takes the place of a dead one.
    private static func bind(
        _ socket: UnixSocketPath, group: UInt32?
    ) throws(ServingError) -> Int32 {
        func failure(_ step: ServingError.SocketStep) -> ServingError {
            .socket(path: socket.path, step: step, errno: errno)
        }
        guard let new = UnixSocketPath(socket.path + ".new") else {
            errno = ENAMETOOLONG
            throw failure(.create)
        }
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        unsafe unlink(new.path)
        let bound = unsafe new.withSocketAddress { unsafe Glibc.bind(descriptor, $0, $1) }
        do throws(ServingError) {
            guard descriptor >= 0, bound == 0 else { throw failure(.create) }
            if let group, unsafe chown(new.path, uid_t.max, group) != 0 { throw failure(.group) }
            guard unsafe chmod(new.path, 0o660) == 0 else { throw failure(.mode) }
            guard listen(descriptor, backlog) == 0 else { throw failure(.listen) }
            guard unsafe rename(new.path, socket.path) == 0 else { throw failure(.place) }
        } catch {
            unsafe unlink(new.path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func listens(_ descriptor: Int32) -> Bool {
        func option(_ name: Int32) -> Int32? {
            var value: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            let result = unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &size)
            return result == 0 ? value : nil
        }
        return option(SO_DOMAIN) == AF_UNIX && option(SO_ACCEPTCONN) == 1
    }
}
