import ArgumentParser
import SeatProtocol

extension LeaseID {
    static func argument(_ text: String) throws -> LeaseID {
        guard let lease = LeaseID(text) else {
            throw ValidationError(
                "\(text) is no lease such as 0123abcd-4567-89ab-cdef-0123456789ab")
        }
        return lease
    }
}
