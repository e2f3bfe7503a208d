import FoundationEssentials

/// The maker's run-time, which knows the keys of this computer and serves pages about them. Only pages
/// that show something are asked for; nothing that changes or ends anything is ever called.
package struct RuntimeService: Sendable {
    /// The port that is registered for it (IANA, `hasplm`).
    package static let port: UInt16 = 1947
    /// How long all that is asked in one go may take.
    package static let patience = Duration.seconds(1)
    private static let limit = 1 << 20

    package let address: ServiceAddress
    private let user: String
    private let passwordFile: String?

    /// - Parameter passwordFile: the file with the password for the user, if the run-time wants one. It goes
    ///   over the connection as it is, and so to this computer alone.
    package init(at address: ServiceAddress, user: String = "", passwordFile: String? = nil) {
        precondition(
            passwordFile == nil || address.isLoopback, "a password for this computer alone")
        self.address = address
        self.user = user
        self.passwordFile = passwordFile
    }

    /// The hardware keys in the ports of the computer that it runs on, each number once.
    ///
    /// Blocks for as long as ``patience`` says.
    package func keys() throws(RuntimeError) -> [RuntimeKey] {
        let end = ContinuousClock.now + Self.patience
        let rows = try records(of: RuntimePage.keys, until: end).map(\.row)
        var here: Set<UInt64> = []
        if rows.contains(where: \.isSomewhere) {
            here = try idsHere(until: end)
        }
        var seen: Set<UInt64> = []
        return rows.compactMap { row in
            switch row {
            case .key(let key): key
            case .keySomewhere(let key): key.id.map(here.contains) == true ? key : nil
            case .other: nil
            }
        }.filter { key in key.id.map { seen.insert($0).inserted } ?? true }
    }

    /// The keys that have features here; the page of features says where each one is.
    private func idsHere(until end: ContinuousClock.Instant) throws(RuntimeError) -> Set<UInt64> {
        Set(
            try records(of: RuntimePage.features, until: end)
                .filter { $0.isHere == true }.compactMap { $0.number("haspid") })
    }

    /// Some versions know a page by one name or form alone.
    private func records(
        of forms: [String], until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> [RuntimeRecord] {
        for form in forms.dropLast() {
            do throws(RuntimeError) {
                return try records(at: form, until: end)
            } catch .http(400), .http(404) {
                // The next form.
            }
        }
        return try records(at: forms[forms.count - 1], until: end)
    }

    private func records(
        at form: String, until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> [RuntimeRecord] {
        let body = try page(form, until: end)
        let answer: RuntimeAnswer
        do throws(RuntimeAnswer.Malformed) {
            answer = try RuntimeAnswer(parsing: body)
        } catch {
            throw .malformed
        }
        guard answer.status ?? 0 == 0 else { throw .refused(code: answer.status ?? 0) }
        return answer.records
    }

    private func page(
        _ path: String, until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> [UInt8] {
        let request = try request(path)
        let connection = try TCPConnection(to: address, until: end)
        try connection.write(request)
        var bytes: [UInt8] = []
        while true {
            let more = try connection.read()
            bytes += more
            guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
            guard let answer = try answer(bytes, isWhole: more.isEmpty) else { continue }
            switch answer.status {
            case 200: return answer.body
            case 401, 403, 407: throw .unauthorized
            default: throw .http(status: answer.status)
            }
        }
    }

    private func answer(
        _ bytes: [UInt8], isWhole: Bool
    ) throws(RuntimeError) -> HTTPAnswer? {
        do throws(HTTPAnswer.Malformed) {
            return try HTTPAnswer(parsing: bytes, isWhole: isWhole)
        } catch {
            throw .malformed
        }
    }

    private func request(_ path: String) throws(RuntimeError) -> [UInt8] {
        var lines = [
            "GET \(path) HTTP/1.1", "Host: \(address)", "Accept: */*", "Connection: close",
        ]
        if let passwordFile {
            let password: [UInt8]
            do throws(SecretFileError) {
                password = try SecretFile.read(passwordFile)
            } catch {
                throw .password(error)
            }
            // RFC 7617, section 2.
            let credentials = Data(Array("\(user):".utf8) + password).base64EncodedString()
            lines.append("Authorization: Basic " + credentials)
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension RuntimeRecord.Row {
    fileprivate var isSomewhere: Bool {
        if case .keySomewhere = self { true } else { false }
    }
}
