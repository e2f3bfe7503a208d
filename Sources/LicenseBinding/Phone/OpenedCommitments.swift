import PhoneCodes
import Synchronization

/// Licenses by phone whose commitment was found right in this process: to find that out is slow by intent, and a store is
/// read often. Only what a publisher has signed gets here, and one at a time, so that the memory for one is enough.
enum OpenedCommitments {
    private static let most = 256
    private static let right = Mutex<Set<PhoneLicense>>([])

    /// Makes sure that a license is for what its request has committed to.
    static func check(_ phone: PhoneLicense) throws(Refusal) {
        try right.withLock { (known) throws(Refusal) in
            guard !known.contains(phone) else { return }
            let commitment: Commitment
            do throws(SodiumError) {
                commitment = try Commitment(
                    to: phone.document.bytes, phone.request.kind,
                    entitlement: phone.request.entitlement)
            } catch {
                throw .signatureInvalid(.unchecked(error))
            }
            guard commitment == phone.request.commitment else {
                throw .signatureInvalid(.commitment)
            }
            if known.count >= most { known.removeAll() }
            known.insert(phone)
        }
    }
}
