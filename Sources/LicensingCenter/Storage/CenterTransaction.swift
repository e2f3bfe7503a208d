package import CenterProtocol
package import FoundationEssentials
package import LicenseBinding

/// What a transaction sees and does. All of it may fail as the storage does.
package protocol CenterTransaction {
    /// What tells the secret under which PINs are hashed from others.
    func secretMark() throws -> [UInt8]?
    func set(secretMark mark: [UInt8]) throws
    /// When all of it was brought back from a backup that nobody has reconciled yet.
    func restored() throws -> Date?
    func endRestoration() throws

    // Products and kits.
    func product(_ id: String) throws -> Product?
    func add(_ product: Product) throws
    func kit(_ registration: RegistrationNumber) throws -> Kit?
    func kits() throws -> [Kit]
    func add(_ kit: Kit, _ pins: [PINRecord], _ sheet: PhoneSheet) throws
    func licensee(of kit: RegistrationNumber) throws -> LicenseeData?
    func set(_ licensee: LicenseeData, of kit: RegistrationNumber) throws

    // Requests by phone.
    func workplace(
        of number: EntitlementNumber
    ) throws -> (kit: RegistrationNumber, workplace: Int)?
    /// In the order of the workplaces.
    func entitlements(of kit: RegistrationNumber) throws -> [EntitlementNumber]
    /// Those that were made before there were requests by phone.
    func kitsWithoutPhoneSheet() throws -> [RegistrationNumber]
    func set(_ sheet: PhoneSheet, of kit: RegistrationNumber) throws
    func termsCode(of kit: RegistrationNumber) throws -> TermsCode
    func phoneTerms(_ code: TermsCode) throws -> PhoneTerms?
    func phoneTerms() throws -> [PhoneTerms]
    func add(_ terms: PhoneTerms) throws

    // PINs.
    func pin(_ hash: PINHash) throws -> PINRecord?
    func pins(of kit: RegistrationNumber, workplace: Int?) throws -> [PINRecord]
    func add(_ pin: PINRecord) throws
    func update(_ pin: PINRecord) throws
    /// Makes the active PIN of a workplace a superseded one.
    func supersedePINs(of kit: RegistrationNumber, workplace: Int) throws

    // Licenses.
    func license(_ id: LicenseID) throws -> LicenseRecord?
    /// Those of a workplace, or of all, the newest first.
    func licenses(of kit: RegistrationNumber, workplace: Int?) throws -> [LicenseRecord]
    /// One whose audit entry would come after this one.
    func license(afterAudit number: Int64) throws -> LicenseID?
    func add(_ license: LicenseRecord) throws
    func update(_ license: LicenseRecord) throws

    // The queue, and who decides in it.
    func add(_ ticket: Ticket) throws
    func update(_ ticket: Ticket) throws
    func ticket(_ number: Int64) throws -> Ticket?
    func ticket(of request: RequestID) throws -> Ticket?
    func lastTicket() throws -> Int64
    /// Those in a state, or all, the oldest first.
    func tickets(_ state: TicketAnswer.State?) throws -> [Ticket]
    func tickets(of kit: RegistrationNumber) throws -> [Ticket]
    func add(_ operator: Operator, tokenHash: [UInt8]) throws
    func remove(operator name: String) throws
    func operators() throws -> [Operator]
    func `operator`(tokenHash: [UInt8]) throws -> Operator?

    // Requests that were answered.
    func answer(to request: RequestID) throws -> RecordedAnswer?
    func record(_ answer: RecordedAnswer) throws
    func hasUsed(_ challenge: Nonce) throws -> Bool

    // What was withdrawn.
    func isWithdrawn(_ key: KeyID) throws -> Bool
    func revocationSequence() throws -> Int64
    /// - Parameter most: how many replaced licenses to name, the newest first.
    func revocations(successors most: Int) throws -> RevocationState
    func withdraw(_ key: KeyID, at time: Date) throws
    /// Makes the number of the revocation list one higher.
    func raiseRevocations() throws

    // The audit log.
    func lastAudit() throws -> (number: Int64, hash: [UInt8])
    func append(_ entry: AuditEntry) throws
    func audit(after number: Int64, atMost count: Int) throws -> [AuditEntry]
}

/// What was answered to a request, so that the same one is answered the same.
package struct RecordedAnswer: Hashable, Sendable {
    package let request: RequestID
    /// The keyed hash of all that was asked.
    package let body: [UInt8]
    package let license: LicenseID
    package let notes: [String]
    /// The center's nonce that was signed for it.
    package let challenge: Nonce?
    package let time: Date

    package init(
        request: RequestID, body: [UInt8], license: LicenseID, notes: [String], challenge: Nonce?,
        time: Date
    ) {
        self.request = request
        self.body = body
        self.license = license
        self.notes = notes
        self.challenge = challenge
        self.time = time
    }
}

/// All that is withdrawn or replaced.
package struct RevocationState: Hashable, Sendable {
    /// It rises with each change.
    package let sequence: Int64
    package let licenses: Set<LicenseID>
    package let keys: Set<KeyID>
    /// Licenses that others have replaced.
    package let successors: [LicenseID: LicenseID]

    package init(
        sequence: Int64, licenses: Set<LicenseID>, keys: Set<KeyID>,
        successors: [LicenseID: LicenseID]
    ) {
        self.sequence = sequence
        self.licenses = licenses
        self.keys = keys
        self.successors = successors
    }
}
