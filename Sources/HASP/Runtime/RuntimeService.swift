package import PlainHTTP

/// The maker's run-time, which knows the keys of this computer and serves pages about them. Only pages
/// that show something are asked for; nothing that changes or ends anything is ever called.
package struct RuntimeService: Sendable {
    /// The port that is registered for it (IANA, `hasplm`).
    package static let port: UInt16 = 1947
    /// How long all that is asked in one go may take.
    package static let patience = Duration.seconds(1)
    private static let limit = 1 << 20

    package let address: ServiceAddress
    private let credentials: RuntimeCredentials?

    /// - Parameter credentials: shown only when they are asked for, and to this computer alone.
    package init(at address: ServiceAddress, credentials: RuntimeCredentials? = nil) {
        precondition(credentials == nil || address.isLoopback, "a password for this computer alone")
        self.address = address
        self.credentials = credentials
    }

    /// The hardware keys in the ports of the computer that it runs on, as often as they are told.
    ///
    /// Blocks for as long as ``patience`` says.
    package func keys() throws(RuntimeError) -> [RuntimeKey] {
        let end = ContinuousClock.now + Self.patience
        let rows = try records(of: RuntimePage.keys, until: end).map(\.row)
        let here = try idsHere(among: rows, until: end)
        return rows.compactMap { row in
            switch row {
            case .key(let key): key
            case .keySomewhere(let key): key.id.map(here.contains) == true ? key : nil
            case .other: nil
            }
        }
    }

    /// The keys that have features here, if rows do not say where their keys are; the page of features does.
    private func idsHere(
        among rows: [RuntimeRecord.Row], until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> Set<UInt64> {
        guard rows.contains(where: \.isSomewhere) else { return [] }
        do throws(RuntimeError) {
            let features = try records(of: RuntimePage.features, until: end)
            return Set(features.filter { $0.isHere == true }.compactMap { $0.number("haspid") })
        } catch {
            // Where other rows say it, only the keys of these rows are lost.
            guard rows.contains(where: \.isHere) else { throw error }
            return []
        }
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
        let page = try page(form, until: end)
        let answer: RuntimeAnswer
        do throws(RuntimeAnswer.Malformed) {
            answer = try RuntimeAnswer(parsing: page.body)
        } catch {
            throw .malformed
        }
        guard page.isDelimited || answer.isClosed else { throw .malformed }
        guard answer.status ?? 0 == 0 else { throw .refused(code: answer.status ?? 0) }
        return answer.records
    }

    private func page(
        _ path: String, until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> HTTPAnswer {
        var answer = try exchange(path, until: end)
        if answer.status == 401, let credentials {
            answer = try exchange(path, credentials, until: end)
        }
        switch answer.status {
        case 200: return answer
        case 401, 403, 407: throw .unauthorized
        default: throw .http(status: answer.status)
        }
    }

    private func exchange(
        _ path: String, _ credentials: RuntimeCredentials? = nil,
        until end: ContinuousClock.Instant
    ) throws(RuntimeError) -> HTTPAnswer {
        var lines = [
            "GET \(path) HTTP/1.1", "Host: \(address)", "Accept: */*", "Connection: close",
        ]
        if let credentials { lines.append("Authorization: " + (try credentials.header())) }
        do throws(ConnectionError) {
            return try SocketConnection(to: address, until: end).exchange(
                Array((lines + ["", ""]).joined(separator: "\r\n").utf8), atMost: Self.limit)
        } catch {
            throw RuntimeError(error)
        }
    }
}

extension RuntimeError {
    fileprivate init(_ error: ConnectionError) {
        self =
            switch error {
            case .unreachable(let code): .unreachable(errno: code)
            case .silent: .silent
            case .tooLarge(let limit): .tooLarge(limit: limit)
            case .malformed: .malformed
            }
    }
}

extension RuntimeRecord.Row {
    fileprivate var isSomewhere: Bool {
        if case .keySomewhere = self { true } else { false }
    }

    fileprivate var isHere: Bool {
        if case .key = self { true } else { false }
    }
}
