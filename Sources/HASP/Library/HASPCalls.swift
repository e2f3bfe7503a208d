import CHASP
import Glibc

/// The functions of a library that was loaded. It stays loaded for as long as the process lives: a library
/// with threads of its own cannot be taken away.
@safe struct HASPCalls: Sendable {
    let getInfo: hasp_get_info_call
    let login: hasp_login_scope_call
    let sessionInfo: hasp_get_sessioninfo_call
    let encrypt: hasp_encrypt_call
    let decrypt: hasp_decrypt_call
    let logout: hasp_logout_call
    let free: hasp_free_call

    init(loading path: String) throws(LibraryError) {
        // RTLD_NOW: what the library lacks itself is found out here, and not in the middle of a call.
        guard let library = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let reason = unsafe dlerror().map { unsafe String(cString: $0) } ?? ""
            throw .notLoaded(path: path, reason: reason)
        }
        func call<Call>(_ call: HASPCall, as type: Call.Type) throws(LibraryError) -> Call {
            guard let function = unsafe dlsym(library, call.rawValue) else {
                throw .callMissing(path: path, call)
            }
            // The types are those of hasp_calls.h, on which all depends here.
            return unsafe unsafeBitCast(function, to: type)
        }
        unsafe getInfo = try call(.getInfo, as: hasp_get_info_call.self)
        unsafe login = try call(.login, as: hasp_login_scope_call.self)
        unsafe sessionInfo = try call(.sessionInfo, as: hasp_get_sessioninfo_call.self)
        unsafe encrypt = try call(.encrypt, as: hasp_encrypt_call.self)
        unsafe decrypt = try call(.decrypt, as: hasp_decrypt_call.self)
        logout = try call(.logout, as: hasp_logout_call.self)
        unsafe free = try call(.free, as: hasp_free_call.self)
    }
}
