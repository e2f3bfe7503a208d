package import HASP
package import LicenseBinding
package import PlainHTTP
import SystemInspection

/// Who is asked for the IDs of HASP and Sentinel keys: the run-time of this computer, unless a file says
/// otherwise, and the library of a publisher, if it names one.
package struct SentinelSettings: Sendable {
    /// The most bytes that a settings file may have.
    package static let limit = 65536
    /// Where the administrator of a computer keeps them.
    package static let standardFile = "/etc/keybound/sentinel.json"
    package static let format = "keybound sentinel 1"

    package private(set) var runtime: RuntimeService
    /// The account that the run-time runs as, beside root.
    package private(set) var account: String?
    package private(set) var library: Library?

    /// A publisher's HASP API library, and the file with its vendor code.
    package struct Library: Hashable, Sendable {
        package let path: String
        package let vendorCodeFile: String
    }

    package init(runtime: RuntimeService = RuntimeService(at: .runtime)) {
        self.runtime = runtime
    }

    package init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        try claims.require("format", Self.format)
        try claims.refuseOthers(than: ["format", "runtime", "library"])
        self.init()
        if let claims = try claims.claims("runtime") {
            account = try claims.string("account")
            runtime = try RuntimeService(claims, account: account)
        }
        library = try claims.optional("library") { (claims) throws(Defect) in
            try claims.refuseOthers(than: ["path", "vendorCodeFile"])
            return Library(
                path: try claims.required("path", claims.path("path")),
                vendorCodeFile: try claims.required("vendorCodeFile", claims.path("vendorCodeFile"))
            )
        }
    }
}

extension ServiceAddress {
    /// The run-time of this computer.
    package static let runtime: ServiceAddress = {
        guard let address = ServiceAddress("127.0.0.1", port: RuntimeService.port) else {
            preconditionFailure("an IPv4 address")
        }
        return address
    }()
}

extension RuntimeService {
    fileprivate init(_ claims: Claims, account: String?) throws(Defect) {
        try claims.refuseOthers(than: ["address", "port", "user", "passwordFile", "account"])
        let port = UInt16(try claims.integer("port", in: 1...65535) ?? Int64(RuntimeService.port))
        let literal = try claims.string("address") ?? "127.0.0.1"
        guard let address = ServiceAddress(literal, port: port) else {
            throw .claim("runtime.address", expected: "an IP address")
        }
        guard let passwordFile = try claims.path("passwordFile") else {
            self.init(at: address)
            return
        }
        guard address.isLoopback else {
            throw .claim(
                "runtime.passwordFile",
                expected: "nothing beside an address of another computer: "
                    + "the password would cross the network as it is")
        }
        self.init(
            at: address,
            credentials: RuntimeCredentials(
                user: try claims.string("user") ?? "", passwordFile: passwordFile,
                isTrusted: { SystemInspection().isTrusted(on: port, account: account) }))
    }
}

extension SystemInspection {
    /// Whether everybody who takes connections on the port is root, this user, or has this account.
    fileprivate func isTrusted(on port: UInt16, account: String?) -> Bool {
        let own = self.account().user
        return listeners(on: port).allSatisfy { listener in
            listener.user == own || listener.isOfRoot(or: account)
        }
    }
}

extension Claims {
    /// An absolute path: what a relative one means depends on who asks.
    fileprivate func path(_ name: String) throws(Defect) -> String? {
        try parsed(name, as: "an absolute path") { $0.hasPrefix("/") ? $0 : nil }
    }

    fileprivate func refuseOthers(than known: Set<String>) throws(Defect) {
        guard let other = others(than: known).members.first else { return }
        throw .claim(
            other.name, expected: "one of " + known.sorted().joined(separator: ", "))
    }
}
