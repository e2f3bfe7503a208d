import CenterProtocol
import FoundationEssentials
import LicenseBinding
import PhoneCodes

extension CenterWork {
    /// What a computer is called that nobody has seen.
    static let unseenComputer = "by phone"

    /// Signs the answer to a request by phone, which is a license for whatever the request has committed to.
    func answer(_ request: RequestCode, to caller: Center.Caller) throws -> LicenseRecord {
        guard let phone = center.phone else { throw CenterRefusal.phoneUnavailable }
        let pin = try known(caller.pin, of: caller.registration)
        guard pin.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        guard let number = EntitlementNumber(of: request),
            let place = try transaction.workplace(of: number)
        else { throw CenterRefusal.entitlementUnknown }
        // In an emergency any PIN of the kit will do.
        guard place.kit == pin.record.kit,
            request.kind == .emergency || place.workplace == pin.record.workplace
        else { throw CenterRefusal.entitlementElsewhere }
        let code = try transaction.termsCode(of: place.kit)
        guard let terms = try transaction.phoneTerms(code) else {
            throw CenterRefusal.phoneUnavailable
        }
        let day = PhoneDay(of: time)
        if let defect = phone.certificate.defect(of: terms, request.kind, on: day) {
            throw CenterRefusal.phoneLimit(defect)
        }
        let (replaced, used) = try admit(request.kind, pin, at: place.workplace)
        if let licensee = caller.licensee { _ = try check(licensee, of: pin.kit) }
        let signature = try phone.key.signature(
            for: request, terms: terms.record(of: place.kit.description, on: day),
            random: center.random(32))
        return try keep(
            AnswerCode(signature), to: request, terms, day, at: place, replacing: replaced, by: used
        )
    }

    /// Whether the PIN is good for this.
    /// - Returns: the licenses that are replaced, and the PIN that is then the active one.
    private func admit(
        _ kind: RequestCode.Kind, _ pin: KnownPIN, at workplace: Int
    ) throws -> (replaced: [LicenseRecord], used: PINRecord?) {
        switch kind {
        case .firstRun:
            try admitFirstRun(pin.record)
            return ([], pin.record)
        case .recovery, .recoveryUnchanged:
            // What nobody here can compare is limited in number, and is compared at its exchange.
            if kind == .recoveryUnchanged { try admitUnseen(pin.kit, workplace: workplace) }
            let old = try holding(pin.record.kit, workplace: workplace)
            try ensureRecoverable(pin.record, old)
            try admitRecovery(pin.record, isUnchanged: kind == .recoveryUnchanged)
            return (old, pin.record)
        case .emergency:
            try admitEmergency(pin.kit)
            guard try holding(pin.record.kit, workplace: workplace).contains(where: mayHaveKeys)
            else { throw CenterRefusal.nothingToRecover }
            return ([], nil)
        }
    }

    private func admitUnseen(_ kit: Kit, workplace: Int) throws {
        let limit = kit.rule.unseenRecoveriesPerYear
        let count = try transaction.licenses(of: kit.registration, workplace: workplace).count {
            $0.operation == RequestCode.Kind.recoveryUnchanged.operation
                && $0.issuedAt > time - .year
        }
        guard count < limit else { throw CenterRefusal.unseenLimit(limit) }
    }

    private func mayHaveKeys(_ record: LicenseRecord) throws -> Bool {
        guard record.kind == .standard else { return false }
        return try record.isByPhone || license(record).binding.mode.hasKeys
    }

    private func keep(
        _ answer: AnswerCode, to request: RequestCode, _ terms: PhoneTerms, _ day: PhoneDay,
        at place: (kit: RegistrationNumber, workplace: Int), replacing: [LicenseRecord],
        by pin: PINRecord?
    ) throws -> LicenseRecord {
        let id = PhoneLicense.id(of: request)
        let entry = try note(
            "license.issued",
            JSONObject([
                "license": .string(id.description), "registration": .string(place.kit.description),
                "workplace": .integer(Int64(place.workplace)),
                "operation": .string(request.kind.operation), "request": .string(request.text),
                "computer": .string(Self.unseenComputer),
                "pin": pin.map { .string($0.position.rawValue) },
                "supersedes": .strings(replacing.map(\.id.description)),
            ]))
        let content = PhoneAnswer(
            request: request, answer: answer, terms: terms, day: day, audit: entry.hash)
        let record = LicenseRecord(
            id: id, kit: place.kit, workplace: place.workplace,
            kind: request.kind == .emergency ? .emergency : .standard,
            file: JSONValue.object(content.json).compact, issuedAt: time,
            computer: Self.unseenComputer,
            operation: request.kind.operation, audit: entry.number)
        try add(record, replacing: replacing, by: pin)
        return record
    }
}
