import CKeybound
import KeyboundLicensing
import LicensedComputer
import SimulatedKeys
import SystemThreads

@testable import KeyboundC

/// Calls of C as a program makes them.
enum CSession {
    /// What `keybound_open` says with the options of a computer, changed as a test likes.
    static func open(
        _ computer: LicensedComputer, product: String = LicensedComputer.product,
        root: String? = nil, ports: SimulatedPorts = SimulatedPorts(),
        _ change: (inout keybound_options) -> Void = { _ in }
    ) -> (status: keybound_status, session: OpaquePointer?) {
        var options = keybound_options()
        options.size = MemoryLayout<keybound_options>.size
        var session: OpaquePointer?
        let texts = [product, root ?? computer.root, computer.state, computer.socket]
            .map { Array($0.utf8CString) }
        let status = texts[0].withUnsafeBufferPointer { product in
            texts[1].withUnsafeBufferPointer { root in
                texts[2].withUnsafeBufferPointer { state in
                    texts[3].withUnsafeBufferPointer { socket in
                        (options.product, options.product_length) =
                            (product.baseAddress, product.count - 1)
                        (options.publisher, options.publisher_length) =
                            (root.baseAddress, root.count - 1)
                        (options.state_dir, options.state_dir_length) =
                            (state.baseAddress, state.count - 1)
                        (options.socket, options.socket_length) =
                            (socket.baseAddress, socket.count - 1)
                        change(&options)
                        // The simulated bus is one at a time's; these tests have keys of their own.
                        return SessionOpening.open(&options, &session) { settings in
                            settings.ports = ports
                            settings.debounce = .milliseconds(100)
                        }
                    }
                }
            }
        }
        return (status, session)
    }

    /// The same from a thread that may block, as those of Swift's pool, which the agent needs, may not.
    static func opened(
        _ computer: LicensedComputer, product: String = LicensedComputer.product,
        root: String? = nil,
        _ change: @escaping @Sendable (inout keybound_options) -> Void = { _ in }
    ) async -> (status: keybound_status, session: OpaquePointer?) {
        let (status, bits) = await SystemThread.run {
            let (status, session) = open(computer, product: product, root: root, change)
            return (status, UInt(bitPattern: session))
        }
        return (status, OpaquePointer(bitPattern: bits))
    }

    static func text(
        _ verdict: OpaquePointer?,
        _ words: (OpaquePointer?, UnsafeMutablePointer<Int>?) -> UnsafePointer<CChar>?
    ) -> String {
        var length = -1
        guard let start = words(verdict, &length) else { return "NULL" }
        let text = String(cString: start)
        return text.utf8.count == length ? text : "of another length"
    }
}
