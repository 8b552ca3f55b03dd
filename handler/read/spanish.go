package read

import "usher/steps/step"

// spanishSigns are phrases of Spanish tickets.
var spanishSigns = signsIn(spanish, []sign{
	{step.Offboard, 5, say("deja|baja|se va|trabaja|renunci|dimit|retira|desvincul|jubil|cesa|despid|despedid|marcha|salió|sale de", `{who}{be} (?:deja(?:rá|n)?|va a dejar|causa(?:rá)? baja|se va|se marcha|se retira(?:rá)?|renuncia|presentó su renuncia|ha renunciado|dimite|se desvincula|se jubila(?:rá)?|cesa(?:rá)?|sale de la (?:empresa|compañía)|termina(?:rá)? (?:su contrato|con nosotros|en))`)},
	{step.Offboard, 5, say("baja|salida|último día|cese|retiro|renuncia|desvinculación|despido|offboarding|desactivación|terminación|egreso", `(?:(?:dar|dad|den|damos|darle|demos|tramitar|tramiten) de baja|bajas?|salida|último día(?: laboral| de trabajo)?|cese|retiro|renuncia|desvinculación|despido|offboarding|desactivación|terminación|egreso)(?: voluntaria| definitiva| urgente| inmediata| laboral| empleado| empleada| usuario| usuaria| cuenta| contrato| el {d}| para el {d}| del {d}| es|:|,| -| –)*(?: a| al| de(?: la| l)?| del| para)?[^\p{L}]{who}`)},
	{step.Offboard, 4, say("cuenta|acceso|usuario", `(?:cuentas?|accesos?|usuari[oa])(?: de| del| a|:)*[^\p{L}]{who}{gap}(?:desactiv|bloque|cerrar|cierre|elimin|deshabilit|suspend|cort|revoc)`)},
	{step.Offboard, 4, say("desactiv|bloque|cerrar|cierr|cort|elimin|deshabilit|suspend|revoc|quit", `(?:desactiv\p{L}+|bloque\p{L}+|cerrar|cierren?|cerrad|cort[ea]\p{L}*|elimin\p{L}+|deshabilit\p{L}+|suspend\p{L}+|revo[cq]\p{L}+|inhabilit\p{L}+|quit\p{L}+)(?: por favor)?(?: (?:todo|todos|el|la|los|las|su|sus))*(?: (?:cuentas?|accesos?|usuari[oa]|permisos|correo|licencia))*(?: de| del| a|:)*[^\p{L}]{who}`)},
	{step.Offboard, 3, say("desactiv|bloque|cerrar|cierr|cort|elimin|deshabilit|suspend|revoc", `(?:desactiv|bloque|cerrar|cierr|cort[ea]|elimin|deshabilit|inhabilit|suspend|revo[cq])\p{L}*{gap}(?:cuentas?|accesos?|usuari[oa]|sesiones)|(?:cuentas?|accesos?){gap}(?:desactivad|bloquead|cerrad|cortad|deshabilitad)[oa]`)},
	{step.Offboard, 4, say("baja|último día|dar de baja|renuncia|deja la|ya no", `(?:solicitud|formulario|parte|aviso|notificación|comunicación) de (?:baja|salida|cese|egreso|retiro)|\bbaja de (?:empleado|personal|usuario|trabajador)|(?:dar|dad|den|darla|darlo|damos) de baja|último día (?:laborable|laboral|de trabajo|es|será|:|{d})|(?:deja|dejará) (?:la empresa|la compañía|nuestra|de trabajar)|causa(?:rá)? baja|presentó (?:su )?renuncia`)},
	{step.Onboard, 5, say("trabajar|estará|cubrirá|sustituirá|reemplazará|ingres|incorpor|empiez|empez|comien|comenz|inici|entra|se une|contrat|arranca|vuelve", `{who}{be} (?:ingres(?:a|ará|an)|se incorpora(?:rá|n)?|se nos incorpora|empiez[ao]n?|empezará|comienzan?|comenzará|inici(?:a|ará) (?:labores|el|{d}|con|su)|inicia|entra(?:rá)? (?:a trabajar|el|{d}|como|en)|se un(?:e|irá)|contratad[oa]|arranca(?:rá)?|va a (?:trabajar|empezar|incorporarse)|estará con nosotros|cubrirá|sustituirá|reemplazará)`)},
	{step.Onboard, 5, say("ingres|incorpor|empieza|empezará|alta|nuev|comienza|onboarding|bienvenida|entra", `(?:ingresa|se incorpora(?:rá)?|incorporamos|incorporación|empieza|comienza|inicia|entra|(?:dar|dad|den|damos|darle) de alta|alta|ingreso|onboarding|bienvenida|nuev[oa]s? (?:emplead[oa]|compañer[oa]|ingreso|colaborador(?:a)?|usuari[oa]|trabajador(?:a)?|incorporación|integrante|becari[oa]|técnic[oa]|comercial))(?: usuario| usuaria| empleado| empleada| cuenta| el {d}| para el {d}| es| se llama| en \p{L}+| con nosotros| como \p{L}+(?: \p{L}+)?|:|,| -| –)*(?: a| al| de(?: la)?| del| para)?[^\p{L}]{who}`)},
	{step.Onboard, 4, say("crear|creación|abrir|crea|alta|prepar|habilit", `(?:cre(?:ar|en|ad|ación)|abrir|prepar(?:ar|en)|habilit(?:ar|en)){gap}(?:cuenta|usuario|acceso|buzón|correo|equipo){gap}(?:para|de|a nombre de|a)[^\p{L}]{who}`)},
	{step.Onboard, 3, say("nuev|alta|ingreso|incorporación|onboarding", `nuev[oa]s? (?:emplead|ingres|compañer|colaborador|trabajador|incorporaci|integrante|becari)|(?:solicitud|formulario|parte|aviso) de (?:alta|ingreso|incorporación)|\balta de (?:empleado|usuario|personal|trabajador)|(?:dar|dad|den|darla|darlo) de alta|ingreso de personal|\bonboarding\b`)},
	{step.Offboard, 3, say("se va|se marcha|deja", `(?:^|[^\p{L}])(?:se va|se marcha|deja (?:la|de)|causa baja) (?:el )?{d}`)},
	{step.Onboard, 3, say("empieza|comienza|incorpora|ingresa|entra", `(?:empieza|comienza|se incorpora|ingresa|entra)(?: con nosotros)?(?: el)? {d}`)},
	{step.Onboard, 3, say("crear|creación|abrir|creen", `(?:crear|creen|cread|creación|abrir){gap}(?:cuenta|usuario|buzón|correo|acceso)`)},
	{step.Transfer, 6, say("traslad|cambia|pasa|ascend|ascien|promov|mueve", `{who}{be} (?:se traslada(?:rá)?|cambia(?:rá)? de|pasa(?:rá)? (?:a|al|de)|trasladad[oa]|ascendid[oa]|asciende|promovid[oa]|se mueve|será (?:trasladad|ascendid|promovid|nombrad)[oa])`)},
	{step.Transfer, 6, say("traslado|cambio|ascenso|promoción|movimiento", `\bcambio (?:interno )?de (?:puesto|departamento|área|cargo|sede|equipo|funciones)|\btraslado (?:de|interno|:)|\bascenso (?:de|a|:)|promoción (?:de|interna)|movimiento interno|(?:se traslada|pasa) (?:a|al|de) [^.;]{2,40}(?:departamento|área|equipo)`)},
	{step.Transfer, 5, say("indefinid|plantilla|fij", `pasa(?:rá)? a (?:ser )?(?:indefinid[oa]|fij[oa]|plantilla|formar parte de la plantilla)`)},
	{step.None, 4, say("portátil|ordenador|laptop|celular|móvil|monitor|computador|equipo", `(?:portátil|ordenador|laptop|celular|móvil|monitor|computadora?)[^.;]{0,60}(?:devolv\p{L}+|devuel\p{L}+|recog\p{L}+|recoj\p{L}+|entreg\p{L}+|roto)`)},
	{step.None, 9, say("baja|permiso|excedencia|incapacidad|licencia", `(?:está|estará|sigue|estando|continúa|lleva) de baja|baja (?:médica|laboral por|por (?:maternidad|paternidad|enfermedad|it))|permiso (?:de|por) (?:maternidad|paternidad|nacimiento)|\bexcedencia\b|incapacidad (?:médica|temporal)|licencia (?:médica|por maternidad|de maternidad|sin goce)`)},
	{step.None, 8, say("vacaciones|permiso", `(?:está|estará|estaré|estoy|se va|sale) de (?:vacaciones|permiso|viaje)`)},
	{step.None, 8, say("no puede|no pued|error|no funciona|contraseña|impres", `no (?:puede|puedo|podemos|consigue|logra) (?:entrar|acceder|abrir|iniciar|imprimir|conectar)|mensaje de error|no funciona|(?:restablecer|olvidó|olvidé|cambiar)[^.;]{0,20}contraseña`)},
	{step.None, 8, say("ya ", `ya (?:está|fue|se|la|lo|han|quedó)[^.;]{0,15} (?:desactivad|bloquead|cerrad|dad[oa] de baja|eliminad)`)},
	{step.Transfer, 4, say("conserva|mantiene", `(?:conserva|mantiene) (?:su|el|la)[^.;]{0,15} (?:correo|cuenta|dirección|buzón)`)},
	{step.None, 6, say("nada", `(?:no (?:hay que|hace falta|es necesario)|sin) (?:desactivar|bloquear|cerrar|tocar|hacer|eliminar)|no (?:desactiv|bloque|cierr|toqu)\p{L}+ (?:nada|la cuenta|su cuenta)`)},
	{step.None, 5, say("tarjeta|llave|gafete|carnet", `tarjeta de (?:acceso|entrada|estacionamiento)|\bgafete\b|\bllaves de`)},
	{step.None, 9, say("ya no trabajo|estoy|estaré", `ya no (?:trabajo|laboro|formo parte)|(?:estoy|estaré) (?:fuera|de vacaciones|de baja|ausente)`)},
	{step.None, 6, say("apellido", `cambio de (?:nombre|apellidos?)`)},
	{step.None, 5, say("despedida", `(?:fiesta|comida|regalo|tarta|almuerzo) de despedida`)},
})

var (
	spanishForward = of(spanish, anyOf{
		say("reenv|redirig|redirecc|desv", `(?:reenv\p{L}+|redirig\p{L}+|redirij\p{L}+|redirecc\p{L}+|desv[íi]\p{L}*){gap} (?:a|al|hacia|para) {who}`),
		say("correos|mensajes", `(?:correos?|mails?|mensajes?)(?: nuevos| que)?{gap}(?:lleg\p{L}+|entr\p{L}+|sig\p{L}+|recib\p{L}+|nuevos?|entrantes?){gap} ?(?:a|al|para|hacia) {who}`),
	})
	spanishDelegates = of(spanish, anyOf{
		say("acceso", `acceso(?: completo| total| al buzón| a su \p{L}+| al correo)*[^.;]{0,40}? (?:a|al|para) {who}`),
		say("buzón|bandeja|casilla", `(?:buzón|bandeja|casilla)[^.;]{0,50}? (?:a|al|para|con) {who}`),
		say("acceso|buzón", `{who} (?:debe|deberá|tendrá|necesita|va a|se queda|quedará|podrá){few} (?:tener )?(?:acceso|con (?:el|su) buzón|el buzón|su buzón|su correo)`),
		say("le d|dar|dad|denle", `(?:den|dar|dad|denle|darle|dale) a {who}{few} acceso`),
	})
	spanishFiles = of(spanish, anyOf{
		say("onedrive|archivos|documentos|ficheros", `(?:onedrive|archivos|documentos|ficheros|carpetas)[^.;]{0,60}? (?:a|al|para|hacia|:) {who}`),
		say("onedrive|archivos|ficheros", `{who} (?:se queda|recibe|necesita|tendrá|debe){few} (?:onedrive|archivos|documentos|ficheros)`),
	})
	spanishMirror = of(spanish, anyOf{
		say("mismos|misma|mismo|igual|idéntic", `(?:mism[oa]s?|igual(?:es)?|idéntic[oa]s?){gap}(?:que|a los de|a las de|de|como) (?:los de |las de |tiene |la de |el de )?{who}`),
		say("como", `(?:permisos|accesos|grupos|perfil|todo|cuenta|configur\p{L}+|carpetas|igual|exactamente){gap}como (?:los de |las de |tiene |a |el de |la de )?{who}`),
		say("copia|copie|clon|replic|modelo|plantilla|espejo", `(?:copi\p{L}+|clon\p{L}+|replic\p{L}+|duplic\p{L}+|modelo|espejo)(?: (?:los?|las?|el|todos|permisos|accesos|grupos|perfil|de|del|a|es|usuario))*:? {who}`),
	})
	spanishBoss = of(spanish, anyOf{
		say("responsable|jef|supervisor|reporta|gerente|a cargo|encargad|manager|dependerá|depende", `(?:responsable|jef[ea](?: inmediat[oa]| direct[oa])?|supervisor(?:a)?|reporta(?:rá)? a|gerente|a cargo de|encargad[oa]|manager|depender?á? de|líder)(?: direct[oa]| inmediat[oa]| es| será| sera|:|,)* {who}`),
		say("responsable|jef|supervisor", `{who} (?:es|será) (?:su|el|la) (?:nuev[oa] )?(?:responsable|jef[ea]|supervisor(?:a)?)`),
	})
)

var spanishLabels = map[key]string{
	ignored:        `legajo|número de empleado|nº de empleado|n de empleado|no de empleado|dni|nif|cédula|rut|motivo|motivo de baja|motivo de la baja|motivo de salida|causa|equipo informático|computadora|computador|portátil nuevo|ordenador|hardware|material|tarjeta|llaves|centro de coste|centro de costos|jornada|horario|aprobado por|autorizado por|autoriza|asunto|prioridad|urgencia|preaviso|folio`,
	aboutRequester: `solicitante|solicitado por|solicita|cargado por|enviado por|rellenado por|completado por|quien solicita|contacto rrhh|creado por|remitente|reportado por`,
	notes:          `observaciones|observación|notas|nota|comentarios|comentario|otros|información adicional|indicaciones|aclaraciones|detalles`,
	fullName:       `nombre completo|nombre y apellidos|nombre y apellido|nombres y apellidos|apellidos y nombre|apellidos y nombres|apellido y nombre|empleado|empleada|empleado a|nombre del empleado|nombre de la empleada|nombre empleado|trabajador|trabajadora|nombre del trabajador|colaborador|colaboradora|nombre del colaborador|usuario a dar de baja|usuario a desactivar|persona|nombre de la persona|nuevo empleado|nueva empleada|nuevo usuario|nuevo ingreso|becario|becaria|quién|quien|nombre del usuario|funcionario`,
	preferredName:  `nombre para mostrar|nombre preferido`,
	givenName:      `nombre|nombres|nombre s|nombre de pila|primer nombre`,
	surname:        `apellido|apellido paterno|apellidos|apellido s|primer apellido`,
	login:          `usuario|login|cuenta|correo|correo electrónico|correo corporativo|correo actual|mail|e mail|email corporativo|nombre de usuario|cuenta actual|dirección de correo|correo institucional|cuenta de correo|correo de la empresa|usuario actual|correo de empresa`,
	privateMail:    `correo personal|correo electrónico personal|mail personal|email personal|e mail personal|correo alternativo|mail alternativo|email alternativo|correo particular|correo privado`,
	dept:           `departamento|área|area|equipo|sección|dirección|división|nuevo departamento|nueva área|unidad|gerencia|dpto|depto|departamento destino|departamento nuevo|sector`,
	jobTitle:       `puesto|cargo|posición|puesto de trabajo|función|título|rol|categoría|categoría profesional|ocupación|perfil profesional`,
	newTitle:       `nuevo puesto|nuevo cargo|nueva posición|nueva función|puesto nuevo|cargo nuevo`,
	boss:           `responsable|responsable directo|responsable directa|jefe|jefa|jefe inmediato|jefa inmediata|jefe directo|jefa directa|jefe a directo a|supervisor|supervisora|reporta a|depende de|superior|superior jerárquico|gerente|nuevo jefe|nueva jefa|nuevo responsable|nueva responsable|encargado|encargada|líder|manager directo`,
	startDate:      `fecha de alta|fecha alta|fecha de ingreso|fecha ingreso|fecha de inicio|fecha inicio|fecha de incorporación|fecha incorporación|incorporación|ingreso|inicio|alta|primer día|fecha de contratación|empieza|fecha de entrada|fecha de comienzo|comienza|desde|día de inicio`,
	lastDate:       `fecha de baja|fecha baja|fecha de salida|fecha salida|fecha de cese|último día|último día laboral|último día laborable|último día de trabajo|último día trabajado|fecha de retiro|fecha de egreso|fecha de renuncia|fecha efectiva de baja|baja efectiva|fecha de desvinculación|fecha de terminación|día de salida|salida|fecha de desactivación|último día efectivo`,
	endDate:        `fin de contrat|fin de contrato|fecha de fin|fecha fin|fecha de finalización|fin|hasta|vencimiento|término de contrato|fecha fin de contrato|vencimiento del contrato|fin del contrato|término del contrato`,
	effective:      `fecha efectiva|efectos|con efectos|fecha de efectos|fecha de efecto|efectivo desde|a partir de|a partir del|vigencia|fecha del cambio|fecha de cambio|fecha|con efecto|fecha efecto|fecha de traslado|fecha del traslado|efectivo el|fecha de vigencia`,
	clockTime:      `hora|hora de corte|hora de baja|hora de desactivación|hora del corte|hora de bloqueo|horario de corte|a qué hora`,
	licence:        `licencia|licencias|licencia m365|licencia microsoft|licencia office|licencia de office|licencia 365|licencia microsoft 365|tipo de licencia|licencia requerida|licencia necesaria|nueva licencia`,
	groupList:      `grupos|grupo|listas|listas de distribución|lista de distribución|listas de correo|lista de correo|grupos de seguridad|equipos de teams|equipo de teams|canales de teams|agregar a|añadir a|grupos a añadir|grupos a agregar|nuevos grupos|incluir en|miembro de|altas en grupos|grupos nuevos`,
	groupsAway:     `quitar de|quitar de grupos|quitar de los grupos|grupos a quitar|retirar de|eliminar de grupos|eliminar de|sacar de|grupos a eliminar|bajas en grupos|grupos anteriores|quitar del grupo|retirar de grupos|permisos a quitar|accesos a quitar|sacar de los grupos`,
	sharedBoxes:    `buzones compartidos|buzón compartido|buzones|buzón de equipo|acceso a buzones|correos compartidos|buzones de grupo|casillas compartidas|casilla compartida|buzones genéricos|correo compartido|bandejas compartidas`,
	mirror:         `mismos permisos que|mismos accesos que|permisos como|accesos como|copiar permisos de|copiar accesos de|copiar de|igual que|igual a|perfil igual a|perfil igual que|usuario modelo|usuario de referencia|usuario espejo|perfil similar a|permisos iguales a|como|clonar de|replicar permisos de|replicar accesos de|perfil de referencia|copiar perfil de|accesos iguales a|modelo`,
	phone:          `teléfono|móvil|celular|teléfono móvil|número de teléfono|tel|cel|interno|teléfono fijo|extensión`,
	place:          `sede|ubicación|oficina|centro|centro de trabajo|lugar|lugar de trabajo|sucursal|nueva sede|delegación|ciudad|tienda|planta`,
	forward:        `reenvío|reenvío a|reenviar a|reenviar correo a|reenviar correos a|redirigir a|redirección|redireccionar a|desvío|desviar a|correos nuevos a|correos a|correo entrante a|reenvío de correo|redirigir correo a|reenviar el correo a|desvío de correo|redirección de correo`,
	delegate:       `acceso al buzón|acceso al buzón para|acceso buzón|acceso al correo|acceso completo|acceso completo a|acceso completo para|delegado|delegados|buzón para|buzón a|quién recibe el buzón|quién se queda con el buzón|delegar buzón a|acceso a su correo|delegar a|delegar correo a`,
	autoReply:      `respuesta automática|mensaje automático|mensaje de ausencia|fuera de oficina|texto de respuesta automática|contestador|autorespuesta|mensaje fuera de oficina|texto automático`,
	convert:        `buzón|correo electrónico buzón|convertir a buzón compartido|convertir en buzón compartido|convertir buzón|conversión a buzón compartido|casilla|qué hacer con el buzón|buzón de correo`,
	files:          `onedrive|archivos|documentos|datos|ficheros|archivos de onedrive|onedrive para|onedrive a|archivos a|archivos para|entregar archivos a|traspaso de archivos`,
	wipe:           `borrar dispositivos|dispositivos|dispositivo|equipo a borrar|borrado remoto|borrado de equipo|borrado|formatear equipo|portátil|laptop y celular|móvil de empresa|celular corporativo|teléfono de empresa|borrar equipo|formateo`,
	kindOfEmployee: `tipo de contrato|modalidad|contrato|tipo de empleado|tipo de contratación|modalidad de contratación|vinculación`,
	company:        `empresa|compañía|razón social|proveedor|sociedad|agencia`,
	before:         `departamento anterior|puesto anterior|cargo anterior|jefe anterior|departamento actual|puesto actual|cargo actual|departamento origen|responsable anterior|área anterior|sede anterior|área actual|jefe actual|reemplaza a|sustituye a|en reemplazo de`,
	leaveForm:      `tipo de ausencia|tipo de permiso|fecha de retorno|fecha de reincorporación|fecha prevista de regreso|fecha de regreso`,
	otherThing:     `número de tarjeta|número de serie|número de inventario|activo`,
	kindOfRequest:  `tipo de solicitud|tipo de movimiento|tipo|movimiento|solicitud|acción|trámite|tipo de trámite|gestión|evento|tipo de petición`,
}

var spanishParts = []partLabel{
	{before, "anterior*"}, {before, "actual"}, {aboutRequester, "solicitante*"}, {ignored, "correo jefe"}, {ignored, "correo responsable"},
	{privateMail, "correo personal"}, {privateMail, "mail personal"}, {privateMail, "correo alternativo"}, {autoReply, "respuesta automática"}, {autoReply, "mensaje automático"},
	{wipe, "borr* dispositivo*"}, {wipe, "borr* equipo*"}, {wipe, "borrado"}, {lastDate, "último día"}, {lastDate, "fecha baja"}, {lastDate, "fecha salida"}, {lastDate, "fecha cese"},
	{startDate, "fecha ingreso"}, {startDate, "fecha alta"}, {startDate, "fecha inicio"}, {startDate, "fecha incorporación"}, {startDate, "primer día"}, {endDate, "fin contrato"},
	{sharedBoxes, "buzones"}, {convert, "convertir buzón"}, {convert, "convertir compartido"}, {forward, "reenv*"}, {forward, "redir*"}, {delegate, "acceso buzón"}, {delegate, "acceso correo"}, {delegate, "buzón quién"}, {files, "archivos"},
	{groupsAway, "quitar grupos"}, {groupsAway, "quitar de"}, {groupsAway, "sacar de"}, {mirror, "mismos que"}, {mirror, "copiar de"}, {mirror, "permisos como"}, {mirror, "permisos de"}, {mirror, "referencia"}, {licence, "licencia*"}, {groupList, "grupos"}, {groupList, "lista* correo"}, {groupList, "lista* distribución"},
	{boss, "responsable"}, {boss, "jefe"}, {boss, "jefa"}, {boss, "reporta"}, {newTitle, "nuevo puesto"}, {newTitle, "nuevo cargo"}, {dept, "departamento"}, {jobTitle, "puesto"}, {jobTitle, "cargo"}, {clockTime, "hora"}, {notes, "observacion*"}, {notes, "comentario*"},
	{fullName, "persona"}, {fullName, "trabajador*"}, {fullName, "emplead*"}, {fullName, "colaborador*"}, {fullName, "nombre apellidos"}, {fullName, "nombre apellido"}, {fullName, "nombre completo"}, {fullName, "nombre empleado"},
}
